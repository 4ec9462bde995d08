// The marks of the assistant: a shape and a word, so that colour is never alone.

import { IconCircleCheck, IconCircleDashed, IconLock, IconLockOpen2 } from '@tabler/icons-react';
import { words } from '../../shell/words/words.ts';
import classes from './setup.module.css';

export const DoneMark = () => (
  <span className={classes.mark} data-state="proven">
    <IconCircleCheck size={15} aria-hidden />
    {words.setup.state.done}
  </span>
);

export function RegisteredMark({ registered }: { readonly registered: boolean }) {
  const said = words.setup.phones;
  return (
    <span className={classes.mark} data-state={registered ? 'proven' : 'off'}>
      {registered ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleDashed size={16} aria-hidden />}
      {registered ? said.registered : said.waiting}
    </span>
  );
}

interface PadlockProps {
  readonly secure: boolean;
  /** What it says beside the lock. */
  readonly children: string;
}

export const Padlock = ({ secure, children }: PadlockProps) => (
  <span className={classes.mark} data-state={secure ? 'proven' : 'broken'}>
    {secure ? <IconLock size={16} aria-hidden /> : <IconLockOpen2 size={16} aria-hidden />}
    {children}
  </span>
);
