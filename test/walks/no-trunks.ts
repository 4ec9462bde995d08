// What a call server needs of the world outside, where there is none: extensions among themselves.

import type { CallServerOptions } from '#calls';

export const noTrunks: Pick<CallServerOptions, 'trunks' | 'outside' | 'guard'> = {
  trunks: {
    identify: () => undefined,
    ways: () => [],
    digestOf: () => undefined,
    challengeOf: () => undefined,
  },
  outside: { numberOf: () => '', nationalOf: (e164) => e164, shows: () => true, locate: () => undefined },
  guard: { begin: () => undefined, answered: () => undefined, ended: () => undefined },
};
