// The way in: the banner first where there is one, then login, then a new password where the old one may not stay.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Login, Session } from '../../../portal/api.ts';
import { ownPage, type PageSearch } from '../addresses.ts';
import { api, keepCsrfToken, ProblemError } from '../api.ts';
import { sessionQuery, welcomeQuery } from '../data/queries.ts';
import { keep } from '../kept.ts';
import { Notice } from '../Notice.tsx';
import { Ring } from '../Ring.tsx';
import { words } from '../words/words.ts';
import { Banner } from './Banner.tsx';
import { ForcedPassword } from './ForcedPassword.tsx';
import { type Credentials, LoginForm } from './LoginForm.tsx';
import styles from './session.module.css';

const said = words.shell.login;

export function LoginPage() {
  const { to, ended }: PageSearch = useSearch({ strict: false });
  const welcome = useQuery({ ...welcomeQuery, retry: true, retryDelay: 3000 });
  const [accepted, setAccepted] = useState(false);
  const [forced, setForced] = useState<Credentials>();
  const queries = useQueryClient();
  const navigate = useNavigate();

  const login = async (given: Credentials & { readonly newPassword?: string }): Promise<void> => {
    const wanted: Login = { ...given, tool: 'system-administration', bannerAccepted: accepted };
    const session = await api.send<Session>('POST', 'login', wanted).catch((fault: unknown) => {
      if (fault instanceof ProblemError && fault.has('security.banner-not-accepted')) void welcome.refetch();
      throw fault;
    });
    queries.clear();
    keep('known', 'yes');
    keepCsrfToken(session.csrfToken);
    queries.setQueryData(sessionQuery.queryKey, session);
    await navigate({ href: ownPage(to) });
  };

  const banner = welcome.data?.banner ?? '';
  const step = banner !== '' && !accepted ? 'banner' : forced === undefined ? 'login' : 'password';
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
        {ended === 'person' && step !== 'password' && <Notice kind="told">{said.ended}</Notice>}
        {ended === 'system' && step === 'login' && <Notice kind="told">{said.endedBySystem}</Notice>}
        {step === 'banner' && <Banner text={banner} onAccept={() => setAccepted(true)} />}
        {step === 'login' && <LoginForm login={login} onForced={setForced} />}
        {step === 'password' && forced !== undefined && (
          <ForcedPassword given={forced} login={login} onBack={() => setForced(undefined)} />
        )}
      </main>
    </div>
  );
}
