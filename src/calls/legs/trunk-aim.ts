// How a call is written towards a trunk: the number that is called, who calls, who withholds it, and who forwarded it.

import { type DigestClient, escapeUser, type Flow } from '#sip';
import type { ForwardReason, TrunkChoice } from '../routing/attempt.ts';
import type { TrunkWay } from '../trunks/trunk.ts';
import type { TrunkRecord } from '../trunks/trunks.form.ts';
import type { Aim } from './aim.ts';
import { hostIn } from './aim.ts';
import type { Dressed } from './dressed.ts';
import { diversionLines, historyLine, type ShownForward } from './forwarded-lines.ts';
import { ANONYMOUS } from './lines.ts';

export interface PresentedForward {
  readonly number: string;
  /** Whether the called side may not see the number. */
  readonly isWithheld: boolean;
  readonly why: ForwardReason;
}

/** What all ways out of one call have in common. */
export interface Presented {
  /** The number of the public network with + and country code; '' where what is called has none. */
  readonly e164: string;
  /** The caller's number in the public network; '' where it has none. */
  readonly number: string;
  /** What is told where neither the caller nor the trunk has one; '' of a caller who is no extension. */
  readonly extension: string;
  /** Whether the called side may not see that number. */
  readonly isWithheld: boolean;
  /** Those who forwarded it, the first one first. */
  readonly forwardedBy: readonly PresentedForward[];
  /** How a number is written within the country; the number itself where it is of another. */
  readonly nationalOf: (e164: string) => string;
  /** What goes along with the offer of an emergency call, where the trunk takes it. */
  readonly located?: ((offer: string) => Dressed) | undefined;
}

export interface TrunkPlace {
  readonly choice: TrunkChoice;
  readonly way: TrunkWay;
  readonly flow: Flow;
  readonly digest: DigestClient | undefined;
}

export function aimAtTrunk(presented: Presented, { choice, way, flow, digest }: TrunkPlace): Aim {
  const { record } = choice.trunk;
  const host = record.domain === '' ? hostIn(way.host) : record.domain;
  const uri = (user: string): string => `<sip:${user}@${host}>`;
  const number = writtenNumber(choice, presented, record);
  const caller = presented.number || record.callerNumber || presented.extension || 'anonymous';
  const hides = presented.isWithheld || caller === 'anonymous';
  return {
    ...{ party: choice.trunk, shown: { number: presented.e164 || choice.digits, name: '' }, flow, digest },
    target: `sip:${number}@${host}`,
    from: hides ? ANONYMOUS : uri(caller),
    to: uri(number),
    contactUser: record.registers ? escapeUser(record.username) : caller,
    headers: whoCalls(record, hides, uri(caller), caller) + whoForwarded(record, presented.forwardedBy, number, uri),
    dress: record.sendsLocation ? presented.located : undefined,
  };
}

/** Digits that the route puts in front are what somebody wants to be sent, whatever the format. */
function writtenNumber(
  { digits, isPrefixed }: TrunkChoice,
  { e164, nationalOf }: Presented,
  { numberFormat }: TrunkRecord,
): string {
  if (e164 === '' || isPrefixed || numberFormat === 'dialled') return digits;
  if (numberFormat === 'plus') return e164;
  return numberFormat === 'international' ? e164.slice(1) : nationalOf(e164);
}

/** RFC 3325 §9.1 and §9.3. Of a caller whom nobody knows nothing is asserted. */
const whoCalls = ({ assertsIdentity }: TrunkRecord, hides: boolean, uri: string, caller: string): string =>
  (assertsIdentity && caller !== 'anonymous' ? `P-Asserted-Identity: ${uri}\r\n` : '') +
  (hides ? 'Privacy: id\r\n' : '');

function whoForwarded(
  { diversion, assertsIdentity }: TrunkRecord,
  by: readonly PresentedForward[],
  number: string,
  uri: (user: string) => string,
): string {
  if (diversion === 'none') return '';
  const hiding = assertsIdentity ? 'told' : 'hidden';
  const forwards = by.map(
    ({ number: user, isWithheld, why }): ShownForward => ({
      ...{ address: uri(user), why },
      privacy: isWithheld ? hiding : 'none',
    }),
  );
  return diversion === 'diversion' ? diversionLines(forwards) : historyLine(forwards, uri(number));
}
