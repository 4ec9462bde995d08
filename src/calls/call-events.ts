// What happens to calls and registrations, for the records and the tools.

import type { Station } from './stations/station.ts';

export interface CallSecurity {
  /** Both signalling legs over TLS and every stream SRTP, now. */
  readonly secure: boolean;
  readonly suite: string;
}

export type CallEvent =
  | { readonly kind: 'ringing' | 'answered'; readonly callId: string; readonly caller: string; readonly called: string }
  | { readonly kind: 'security'; readonly callId: string; readonly security: CallSecurity }
  | {
      readonly kind: 'emergency';
      readonly callId: string;
      readonly caller: Station;
      /** The extension of the device, where somebody is logged in there. */
      readonly desk?: Station | undefined;
      readonly dialled: string;
      /** Where the device is. */
      readonly address: string;
    }
  | { readonly kind: 'ended'; readonly callId: string; readonly outcome: string; readonly status: number };

export type RegistrationEvent = {
  readonly kind: 'registered' | 'refreshed' | 'ended';
  readonly station: Station;
  readonly address: string;
  readonly why: string;
};
