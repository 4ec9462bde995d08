// The marks of the assistant, in the shapes of every other page.

import { IconLock, IconLockOpen2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { State } from '../../shell/State.tsx';
import { words } from '../../shell/words/words.ts';
import classes from './setup.module.css';

export const DoneMark = () => <State kind="proven">{words.setup.state.done}</State>;

export function RegisteredMark({ registered }: { readonly registered: boolean }) {
  const said = words.setup.phones;
  return <State kind={registered ? 'proven' : 'off'}>{registered ? said.registered : said.waiting}</State>;
}

interface PadlockProps {
  readonly secure: boolean;
  /** What it says beside the lock. */
  readonly children: ReactNode;
}

export const Padlock = ({ secure, children }: PadlockProps) => (
  <span className={classes.padlock} data-secure={secure}>
    {secure ? <IconLock size={16} aria-hidden /> : <IconLockOpen2 size={16} aria-hidden />}
    {children}
  </span>
);
