// Where one INVITE goes, and what it says of the two ends there: to a device of an extension, or out by a trunk.

import type { DigestClient, Flow } from '#sip';
import type { Seated } from '../desks/seated.ts';
import type { Shown } from '../identity/shown.ts';
import { shownOf } from '../identity/shown.ts';
import type { Forward } from '../routing/attempt.ts';
import type { Station } from '../stations/station.ts';
import { autoAnswerLines } from './auto-answer.ts';
import type { Device } from './context.ts';
import type { Dressed } from './dressed.ts';
import { diversionLines, historyLine, type ShownForward } from './forwarded-lines.ts';
import { identity } from './lines.ts';

export interface Aim extends Seated {
  /** Who `party` is to the caller: it becomes their leg. */
  readonly shown: Shown;
  readonly flow: Flow;
  /** The Request-URI. */
  readonly target: string;
  /** Values of From and To, without tags. */
  readonly from: string;
  readonly to: string;
  /** The user part of our Contact there. */
  readonly contactUser: string;
  /** Whole lines: whom we vouch for, who withholds what, who forwarded. */
  readonly headers: string;
  readonly digest?: DigestClient | undefined;
  /** What goes along with the offer; undefined where nothing does. */
  readonly dress?: ((offer: string) => Dressed) | undefined;
}

interface AtDevice {
  /** It is asked to answer without anybody's doing. */
  readonly answersItself?: boolean;
  readonly forwardedBy?: readonly Forward[];
  /** What the system's own phone is told besides. */
  readonly own?: string | undefined;
}

export function aimAtDevice(
  caller: Shown,
  station: Station,
  { flow, contact, desk }: Device,
  { answersItself = false, forwardedBy = [], own = '' }: AtDevice = {},
): Aim {
  const from = identity(caller, flow);
  const forwards = forwardedBy.map(
    ({ station: by, why }): ShownForward => ({
      ...{ address: identity(shownOf(by), flow), privacy: 'none', why },
    }),
  );
  const to = `<sip:${station.number}@${hostIn(flow.remoteAddress)}>`;
  const asserted = caller.number === '' ? '' : `P-Asserted-Identity: ${from}\r\n`;
  return {
    ...{ party: station, desk, shown: shownOf(station), flow, target: contact, from, to },
    contactUser: contactUserOf(caller),
    headers:
      own +
      asserted +
      (answersItself ? autoAnswerLines(flow) : '') +
      diversionLines(forwards) +
      historyLine(forwards, to),
  };
}

const contactUserOf = ({ number }: Shown): string => (number === '' ? 'anonymous' : number);

export const hostIn = (address: string): string => (address.includes(':') ? `[${address}]` : address);
