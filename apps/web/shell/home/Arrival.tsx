// What somebody should know on arriving: the last login and refused ones since, a password or account that ends soon, a system not yet set up.

import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../data/queries.ts';
import { Notice } from '../Notice.tsx';
import { PageButton, PageLink } from '../PageLink.tsx';
import { ChangePassword } from '../session/ChangePassword.tsx';
import { printMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell;
const { changed: changes } = words.factors;
/** Of which session it was put away: it comes again with the next login. */
let putAway = '';

export function Arrival() {
  const session = useSession();
  const [isChanging, setChanging] = useState(false);
  const [isAway, setAway] = useState(putAway === session.id);
  const close = (): void => {
    putAway = session.id;
    setAway(true);
  };
  const last =
    session.lastLoginAtMs === 0
      ? said.lastLogin.first
      : said.lastLogin.last(printMoment(session.lastLoginAtMs), session.lastLoginFrom);
  return (
    <div className={styles.arrival}>
      {session.setupDue && (
        <div className={styles.due}>
          <div>
            <h2>{said.home.setup}</h2>
            <p>{said.home.setupWhy}</p>
          </div>
          <PageButton to="/setup">{said.home.setupGo}</PageButton>
        </div>
      )}
      {session.passwordExpiresInDays >= 0 && (
        <Notice kind="weak">
          {said.expiry.password(session.passwordExpiresInDays)}{' '}
          <Anchor component="button" type="button" inherit onClick={() => setChanging(true)}>
            {said.expiry.change}
          </Anchor>
        </Notice>
      )}
      {session.accountExpiresInDays >= 0 && (
        <Notice kind="weak">{said.expiry.account(session.accountExpiresInDays)}</Notice>
      )}
      {session.factorChanges.length > 0 && !isAway && (
        <Notice kind="weak" onClose={close}>
          <p>{changes.lead}</p>
          <ul>
            {session.factorChanges.map(({ atMs, words: text }) => (
              <li key={`${atMs} ${text}`}>
                {printMoment(atMs)}: {text}
              </li>
            ))}
          </ul>
          <p>
            {changes.notYou}{' '}
            <PageLink to="/account" inherit underline="always">
              {changes.look}
            </PageLink>
          </p>
        </Notice>
      )}
      {session.failuresSince > 0 && !isAway && (
        <Notice kind="weak" onClose={close}>
          {last} {said.lastLogin.failures(session.failuresSince)}
        </Notice>
      )}
      {session.failuresSince === 0 && <p className={styles.last}>{last}</p>}
      <ChangePassword opened={isChanging} onClose={() => setChanging(false)} />
    </div>
  );
}
