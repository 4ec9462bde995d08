// Leaving with unsaved edits asks first: another record, another page, another site.

import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';
import { type Parameters, readAddress, shownRecord } from '../address.ts';

export interface LeaveGuard {
  /** Somebody is about to leave: whether they do. */
  readonly asking: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
  /** What is about to be left was saved. */
  readonly free: () => void;
}

export function useLeaveGuard(edited: boolean): LeaveGuard {
  const freed = useRef(false);
  const isHeld = (): boolean => edited && !freed.current;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isHeld() && placeOf(current) !== placeOf(next),
    enableBeforeUnload: isHeld,
    withResolver: true,
  });
  return {
    asking: blocker.status === 'blocked',
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
    free: () => {
      freed.current = true;
    },
  };
}

/** Sorting, searching and paging leave the record where it is. */
const placeOf = ({ pathname, search }: { readonly pathname: string; readonly search: Parameters }): string =>
  `${pathname} ${shownRecord(readAddress(search))}`;
