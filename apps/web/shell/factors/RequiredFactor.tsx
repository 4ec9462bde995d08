// A second factor must be set up before anything else: led to after the login, with the password that was just given.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../portal/api.ts';
import { ownFactorsQuery } from '../data/queries.ts';
import { useTitle } from '../session/useTitle.ts';
import { words } from '../words/words.ts';
import styles from './factors.module.css';
import { canPasskeys } from './passkeys.ts';
import { SetUpFactor } from './SetUpFactor.tsx';

const said = words.factors;

export interface RequiredFactorProps {
  readonly loginId: string;
  readonly password: string;
  readonly onChanged: (session: Session) => void;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}

export function RequiredFactor({ loginId, password, onChanged, onDone, onLeave }: RequiredFactorProps) {
  const heading = useTitle(said.required.title);
  const [kind, setKind] = useState<'totp' | 'passkey'>();
  const { data } = useQuery(ownFactorsQuery);
  const host = data?.passkeyHost ?? '';
  return (
    <div className={styles.step}>
      <h1 className={styles.title} tabIndex={-1} ref={heading}>
        {said.required.title}
      </h1>
      {kind === undefined ? (
        <>
          <p className={styles.lead}>{said.required.why}</p>
          <div className={styles.kinds}>
            <div className={styles.kind}>
              <Button size="sm" onClick={() => setKind('totp')}>
                {said.kinds.totp}
              </Button>
              <p>{said.kinds.totpAbout}</p>
            </div>
            <div className={styles.kind}>
              <Button
                size="sm"
                variant="default"
                disabled={host === '' || !canPasskeys()}
                onClick={() => setKind('passkey')}
              >
                {said.kinds.passkey}
              </Button>
              <p>
                {host === '' ? said.kinds.notHere : canPasskeys() ? said.kinds.passkeyAbout : said.kinds.notBrowser}
              </p>
            </div>
          </div>
          <Button variant="subtle" size="sm" onClick={onLeave}>
            {said.required.leave}
          </Button>
        </>
      ) : (
        <SetUpFactor {...{ kind, loginId, password, onChanged, onDone }} onBack={() => setKind(undefined)} />
      )}
    </div>
  );
}
