// The second half of a login: a one-time code, a passkey or a recovery code. The password is sent with it once more.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { SecondFactorOffer, SecondFactor as Shown } from '../../../portal/api.ts';
import { ProblemError, refusalsOf } from '../api.ts';
import { CodeField } from '../factors/CodeField.tsx';
import { askPasskey, canPasskeys } from '../factors/passkeys.ts';
import { Notice, RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import { factorNeeded, type Given, offerIn } from './given.ts';
import styles from './session.module.css';
import { useTitle } from './useTitle.ts';

const said = words.factors.prove;

export interface SecondFactorProps {
  readonly given: Given;
  readonly offer: SecondFactorOffer;
  readonly login: (given: Given) => Promise<void>;
  /** What a refused login says may be used now. */
  readonly onOffer: (offer: SecondFactorOffer) => void;
  readonly onForced: (given: Given) => void;
  readonly onBack: () => void;
}

export function SecondFactor({ given, offer, login, onOffer, onForced, onBack }: SecondFactorProps) {
  const heading = useTitle(said.title);
  const { may } = offer;
  const [kind, setKind] = useState<'totp' | 'recovery'>(may.includes('totp') ? 'totp' : 'recovery');
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const proving = useMutation({
    mutationFn: async (shown: Shown | 'passkey') => {
      if (shown !== 'passkey') return login({ ...given, secondFactor: shown });
      const answer = await askPasskey(await freshRequest());
      return login({ ...given, secondFactor: { kind: 'passkey', answer } });
    },
    onError: (fault) => {
      setCode('');
      field.current?.focus();
      if (fault instanceof ProblemError && fault.has('security.password-must-change')) return onForced(given);
      const again = offerIn(fault);
      if (again !== undefined) onOffer(again);
    },
  });
  /** A challenge is good for one answer; after it another is asked for. */
  const freshRequest = async () => {
    if (!spent.current && offer.passkey !== undefined) {
      spent.current = true;
      return offer.passkey;
    }
    const fresh = await offerOf(login(given));
    if (fresh?.passkey === undefined) throw new ProblemError(0, []);
    return fresh.passkey;
  };
  const spent = useRef(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code !== '') proving.mutate({ kind, code });
  };
  const hasPasskey = may.includes('passkey') && canPasskeys();
  const other = kind === 'totp' ? 'recovery' : 'totp';
  const hasCode = may.includes(kind);
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {/* Where there is a field, it has the focus. */}
      <h1 className={styles.title} tabIndex={-1} ref={hasCode ? undefined : heading}>
        {said.title}
      </h1>
      <p className={styles.lead}>{said.why}</p>
      <RefusalNotice refusals={refusalsOf(proving.error).filter((refusal) => refusal.code !== factorNeeded)} />
      {hasPasskey && (
        <Button size="sm" onClick={() => proving.mutate('passkey')} loading={proving.isPending}>
          {said.passkey}
        </Button>
      )}
      {hasPasskey && hasCode && <p className={styles.or}>{said.or}</p>}
      {hasCode && (
        <>
          <CodeField
            key={kind}
            field={field}
            label={kind === 'totp' ? said.code : said.recovery}
            hint={kind === 'totp' ? said.codeHint : said.recoveryHint}
            value={code}
            onChange={setCode}
            letters={kind === 'recovery'}
          />
          <Button
            type="submit"
            size="sm"
            variant={hasPasskey ? 'default' : 'filled'}
            loading={proving.isPending}
            disabled={code === ''}
          >
            {said.submit}
          </Button>
        </>
      )}
      {!hasPasskey && !hasCode && (
        <Notice kind="weak" urgent>
          <p>{said.none}</p>
          <p>{said.noneWhy}</p>
        </Notice>
      )}
      {may.includes(other) && (
        <Button
          variant="subtle"
          size="sm"
          onClick={() => {
            setKind(other);
            setCode('');
          }}
        >
          {other === 'recovery' ? said.toRecovery : said.toCode}
        </Button>
      )}
      <Button variant="subtle" size="sm" onClick={onBack}>
        {said.back}
      </Button>
    </form>
  );
}

/** What a login that lacks its second factor is told. */
async function offerOf(login: Promise<void>): Promise<SecondFactorOffer | undefined> {
  try {
    await login;
    return undefined;
  } catch (fault) {
    const found = offerIn(fault);
    if (found === undefined) throw fault;
    return found;
  }
}
