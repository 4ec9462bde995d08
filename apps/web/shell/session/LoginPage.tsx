// The way in: the banner first where there is one, then login, then a new password where the old one may not stay.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Login, SecondFactorOffer, Session } from '../../../portal/api.ts';
import { ownPage, type PageSearch } from '../addresses.ts';
import { api, keepCsrfToken, ProblemError } from '../api.ts';
import { sessionQuery, welcomeQuery } from '../data/queries.ts';
import { keep } from '../kept.ts';
import { Notice } from '../Notice.tsx';
import { Ring } from '../Ring.tsx';
import { words } from '../words/words.ts';
import { Banner } from './Banner.tsx';
import { ForcedPassword } from './ForcedPassword.tsx';
import type { Given } from './given.ts';
import { LoginForm } from './LoginForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import styles from './session.module.css';

const said = words.shell.login;
/** Few are led there; it is loaded then. */
const RequiredFactor = lazy(async () => ({
  default: (await import('../factors/RequiredFactor.tsx')).RequiredFactor,
}));

export function LoginPage() {
  const { to, ended }: PageSearch = useSearch({ strict: false });
  const welcome = useQuery({ ...welcomeQuery, retry: true, retryDelay: 3000 });
  const [accepted, setAccepted] = useState(false);
  const [forced, setForced] = useState<Given>();
  const [asked, setAsked] = useState<{ readonly given: Given; readonly offer: SecondFactorOffer }>();
  const [enrolling, setEnrolling] = useState<Given>();
  const queries = useQueryClient();
  const navigate = useNavigate();

  const login = async (given: Given): Promise<void> => {
    const wanted: Login = { ...given, tool: 'system-administration', bannerAccepted: accepted };
    const session = await api.send<Session>('POST', 'login', wanted).catch((fault: unknown) => {
      if (fault instanceof ProblemError && fault.has('security.banner-not-accepted')) void welcome.refetch();
      throw fault;
    });
    queries.clear();
    keep('known', 'yes');
    keepSession(session);
    if (session.mustEnrol) setEnrolling(given);
    else await goIn();
  };
  const keepSession = (session: Session): void => {
    keepCsrfToken(session.csrfToken);
    queries.setQueryData(sessionQuery.queryKey, session);
  };
  const goIn = () => navigate({ href: ownPage(to) });
  const begin = (): void => {
    setForced(undefined);
    setAsked(undefined);
    setEnrolling(undefined);
  };
  const leave = async (): Promise<void> => {
    await api.send('POST', 'logout').catch(() => undefined);
    keepCsrfToken('');
    queries.clear();
    begin();
  };
  const prove = (given: Given, offer: SecondFactorOffer): void => setAsked({ given, offer });
  const force = (given: Given): void => {
    setAsked(undefined);
    setForced(given);
  };

  const banner = welcome.data?.banner ?? '';
  const open = forced === undefined ? 'login' : 'password';
  const later = enrolling === undefined ? (asked === undefined ? open : 'factor') : 'enrol';
  const step = banner !== '' && !accepted ? 'banner' : later;
  return (
    <div className={styles.page}>
      <main className={styles.card} data-step={step}>
        <header className={styles.system}>
          <Ring size={26} />
          <div>
            <p className={styles.systemName}>{welcome.data?.systemName ?? words.shell.product}</p>
            <p className={styles.tool}>{said.systemAdministration}</p>
          </div>
        </header>
        {welcome.data === undefined && welcome.failureCount > 0 && (
          <Notice kind="weak" urgent>
            {said.unreachable}
          </Notice>
        )}
        {ended === 'person' && (step === 'banner' || step === 'login') && <Notice kind="told">{said.ended}</Notice>}
        {ended === 'system' && step === 'login' && <Notice kind="told">{said.endedBySystem}</Notice>}
        {step === 'banner' && <Banner text={banner} onAccept={() => setAccepted(true)} />}
        {step === 'login' && <LoginForm login={login} onForced={force} onFactor={prove} />}
        {step === 'password' && forced !== undefined && (
          <ForcedPassword given={forced} login={login} onFactor={prove} onBack={begin} />
        )}
        {step === 'factor' && asked !== undefined && (
          <SecondFactor
            {...{ ...asked, login }}
            onOffer={(offer) => setAsked({ ...asked, offer })}
            onForced={force}
            onBack={begin}
          />
        )}
        {step === 'enrol' && enrolling !== undefined && (
          <Suspense>
            <RequiredFactor
              loginId={enrolling.loginId}
              password={enrolling.newPassword ?? enrolling.password}
              onChanged={keepSession}
              onDone={() => void goIn()}
              onLeave={() => void leave()}
            />
          </Suspense>
        )}
      </main>
    </div>
  );
}
