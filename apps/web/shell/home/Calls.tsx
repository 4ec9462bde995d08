// The calls of this moment, with their padlocks: closed where every hop is encrypted.

import { IconLock, IconLockOpen2, IconPhoneRinging } from '@tabler/icons-react';
import type { HomeCall } from '../../../portal/api.ts';
import { useNow } from '../useNow.ts';
import { printDuration } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;

export function Calls({ calls }: { readonly calls: readonly HomeCall[] }) {
  const now = useNow(1000);
  if (calls.length === 0) return <p className={styles.quiet}>{said.noCalls}</p>;
  return (
    <ul className={styles.rows}>
      {calls.map((call) => (
        <li className={styles.call} key={call.id}>
          <Padlock call={call} />
          <span className={styles.parties}>
            <span>{call.caller}</span>
            <span className={styles.arrow} aria-hidden>
              →
            </span>
            <span className={styles.readOnly}>{said.callTo}</span>
            <span>{call.called}</span>
          </span>
          <span className={styles.security}>{call.security === '' ? said.notYet : call.security}</span>
          <span className={styles.duration}>{printDuration(now - call.startedAtMs)}</span>
        </li>
      ))}
    </ul>
  );
}

function Padlock({ call }: { readonly call: HomeCall }) {
  if (call.security === '') return <IconPhoneRinging className={styles.lock} size={17} aria-hidden />;
  if (call.secure) return <IconLock className={styles.lock} data-kind="proven" size={17} aria-hidden />;
  return <IconLockOpen2 className={styles.lock} data-kind="weak" size={17} aria-hidden />;
}
