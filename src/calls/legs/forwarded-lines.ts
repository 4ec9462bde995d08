// Who forwarded a call, and why, as header lines: Diversion (RFC 5806) and History-Info (RFC 7044, with the causes of RFC 4458).

import type { ForwardReason } from '../routing/attempt.ts';
import { ANONYMOUS } from './lines.ts';

/** One who passed the call on, as the other side may see them. */
export interface ShownForward {
  /** A name-addr, or an address in angle brackets. */
  readonly address: string;
  /** `told`: the address is there for the other side alone, which is trusted to withhold it; `hidden`: not even that. */
  readonly privacy: 'none' | 'told' | 'hidden';
  readonly why: ForwardReason;
}

const reasons: Readonly<Record<ForwardReason, string>> = {
  ...{ always: 'unconditional', busy: 'user-busy', 'do not disturb': 'do-not-disturb', 'no answer': 'no-answer' },
  ...{ unreachable: 'unavailable', screened: 'unconditional' },
};
const causes: Readonly<Record<ForwardReason, number>> = {
  ...{ always: 302, busy: 486, 'do not disturb': 486, 'no answer': 408, unreachable: 503, screened: 302 },
};

const addressOf = ({ address, privacy }: ShownForward): string => (privacy === 'hidden' ? ANONYMOUS : address);

/** The most recent comes first (§5); who was called at first is what the called side wants to know too. '' where nobody forwarded it. */
export function diversionLines(forwards: readonly ShownForward[]): string {
  const [first] = forwards;
  const last = forwards.at(-1);
  if (first === undefined || last === undefined) return '';
  const line = (forward: ShownForward, counter: number): string => {
    const privacy = forward.privacy === 'none' ? '' : ';privacy=full';
    return `Diversion: ${addressOf(forward)};reason=${reasons[forward.why]};counter=${counter}${privacy}\r\n`;
  };
  return forwards.length === 1 ? line(last, 1) : line(last, forwards.length) + line(first, 1);
}

/** `target` is where the call goes now, in angle brackets. '' where nobody forwarded it. */
export function historyLine(forwards: readonly ShownForward[], target: string): string {
  if (forwards.length === 0) return '';
  const entries = [...forwards.map((forward) => withPrivacy(forward)), target].map((address, hops) => {
    const before = forwards[hops - 1];
    const index = `index=${indexAt(hops)}`;
    if (before === undefined) return `${address};${index}`;
    return `${withCause(address, causes[before.why])};${index};mp=${indexAt(hops - 1)}`;
  });
  return `History-Info: ${entries.join(', ')}\r\n`;
}

const indexAt = (hops: number): string => `1${'.1'.repeat(hops)}`;

const withPrivacy = (forward: ShownForward): string =>
  forward.privacy === 'told' ? addressOf(forward).replace('>', '?Privacy=history>') : addressOf(forward);

/** Parameters of an address stand before its headers. */
const withCause = (address: string, cause: number): string => address.replace(/(\?[^>]*)?>$/, `;cause=${cause}$1>`);
