// Which encryption a call between two stations may and must have: the extensions' settings under the system's options.

import type { Station } from '../stations/station.ts';
import type { SystemOptions } from '../system-options.form.ts';
import type { MediaPolicy } from './exchange.ts';

/** One end of a call, for the policy: its station and whether its signalling is over TLS. */
export interface PolicyEnd {
  readonly station: Station;
  readonly tls: boolean;
}

/** Seed "Voice Encryption Enabled" and "SRTP Encryption Enabled": switched off, no keys pass; who requires them gets no call. */
const encryptionOn = (options: SystemOptions): boolean => options.voiceEncryptionEnabled && options.srtpEnabled;

export function mediaPolicy(options: SystemOptions, caller: PolicyEnd, called: PolicyEnd): MediaPolicy {
  const ends = [caller, called];
  const required = ends.some((end) => end.station.record.mediaSecurity === 'required');
  return { required, keysBarred: encryptionOn(options) ? whyBarred(ends) : 'SRTP is switched off in System Options' };
}

function whyBarred(ends: readonly PolicyEnd[]): string {
  for (const { station, tls } of ends) {
    if (station.record.mediaSecurity === 'none') return `extension ${station.number} is set to no SRTP`;
    if (!tls) return `extension ${station.number} does not use SIP over TLS, so keys would be readable`;
  }
  return '';
}
