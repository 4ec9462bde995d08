// Which encryption a call between two parties may and must have: the settings of extension and trunk under the system's options.

import { type Seated, stationUsed } from '../desks/seated.ts';
import type { Party } from '../routing/attempt.ts';
import type { SystemOptions } from '../system-options.form.ts';
import type { MediaPolicy } from './exchange.ts';

/** One end of a call, for the policy: who it is, at whose device, and whether its signalling is over TLS. */
export interface PolicyEnd extends Seated {
  readonly tls: boolean;
}

/** Of a person at a desk what both ask for holds. */
const partiesOf = ({ party, desk }: Seated): readonly Party[] => (desk === undefined ? [party] : [party, desk]);

/** Seed "Voice Encryption Enabled" and "SRTP Encryption Enabled": switched off, no keys pass; who requires them gets no call. */
const encryptionOn = (options: SystemOptions): boolean => options.voiceEncryptionEnabled && options.srtpEnabled;

export function mediaPolicy(options: SystemOptions, caller: PolicyEnd, called: PolicyEnd): MediaPolicy {
  const ends = [caller, called];
  const required = ends.flatMap(partiesOf).some(({ record }) => record.mediaSecurity === 'required');
  return { required, keysBarred: encryptionOn(options) ? whyBarred(ends) : 'SRTP is switched off in System Options' };
}

/** Whoever cries for help is heard: such a call is encrypted where it can be, and goes out where it cannot. */
export const emergencyPolicy = (policy: MediaPolicy): MediaPolicy => ({ ...policy, required: false });

function whyBarred(ends: readonly PolicyEnd[]): string {
  for (const end of ends) {
    const silent = partiesOf(end).find(({ record }) => record.mediaSecurity === 'none');
    if (silent !== undefined) return `${nameOf(silent)} is set to no SRTP`;
    if (!end.tls) return `${nameOf(stationUsed(end))} does not use SIP over TLS, so keys would be readable`;
  }
  return '';
}

const nameOf = (party: Party): string =>
  party.kind === 'station' ? `extension ${party.number}` : `trunk ${party.name}`;
