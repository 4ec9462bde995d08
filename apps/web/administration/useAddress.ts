// The address of the page as state: reading it, and going where it says something else.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Address, type Parameters, printAddress, readAddress } from './address.ts';

export interface Going {
  readonly address: Address;
  /** Goes there; `replace` leaves no step to come back to. */
  readonly go: (change: Partial<Address>, replace?: boolean) => void;
}

export function useAddress(): Going {
  const given: Parameters = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = useMemo(() => readAddress(given), [given]);
  const go = useCallback(
    (change: Partial<Address>, replace = false) => {
      const search = (now: Parameters) => printAddress({ ...readAddress(now), ...change });
      void navigate({ to: '.', search, replace, resetScroll: false });
    },
    [navigate],
  );
  return { address, go };
}
