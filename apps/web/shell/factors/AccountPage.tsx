// My account: who I am here, my password, my second factors.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../data/queries.ts';
import { PageHead } from '../pages/PageHead.tsx';
import { ChangePassword } from '../session/ChangePassword.tsx';
import { printMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { FactorList } from './FactorList.tsx';
import styles from './factors.module.css';

const said = words.factors.account;

export function AccountPage() {
  const { loginId, displayName, policy, lastLoginAtMs, lastLoginFrom } = useSession();
  const [isChanging, setChanging] = useState(false);
  const facts: readonly (readonly [string, string])[] = [
    [said.person, displayName],
    [said.loginId, loginId],
    [said.policy, policy === '' ? said.noPolicy : policy],
    [said.lastLogin, lastLoginAtMs === 0 ? said.first : `${printMoment(lastLoginAtMs)}, ${lastLoginFrom}`],
  ];
  return (
    <div className={styles.page}>
      <PageHead title={said.title} />
      <section className={styles.part} aria-label={said.person}>
        <dl className={styles.facts}>
          {facts.map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={styles.part} aria-labelledby="account-password">
        <h2 className={styles.partTitle} id="account-password">
          {said.password}
        </h2>
        <p className={styles.lead}>{said.passwordHint}</p>
        <div className={styles.row}>
          <Button variant="default" size="sm" onClick={() => setChanging(true)}>
            {words.shell.newPassword.change}
          </Button>
        </div>
      </section>
      <section className={styles.part} aria-labelledby="account-factors">
        <h2 className={styles.partTitle} id="account-factors">
          {said.factors}
        </h2>
        <FactorList />
      </section>
      <ChangePassword opened={isChanging} onClose={() => setChanging(false)} />
    </div>
  );
}
