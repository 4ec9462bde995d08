// What the call server says to the system's own phone of a call: which it is, who calls, who put them through, and who forwarded it.

import { decodeText, Header, parseNameAddress, parseUri, type SipMessage } from '#sip';
import type { VoiceCaller, VoiceForward } from './voice-call.ts';

export interface OwnFacts {
  readonly id: string;
  readonly caller: VoiceCaller;
  /** The extension that put the caller through to here; '' where they called themselves. */
  readonly transferredBy: string;
  readonly forwardedBy: readonly VoiceForward[];
  /** Of this machine: where the caller's phone or trunk reaches it. */
  readonly address: string;
  /** Whether the sound must, may or cannot be SRTP. */
  readonly srtp: 'required' | 'preferred' | 'none';
}

const reasons: Readonly<Record<string, VoiceForward['why']>> = {
  ...{ unconditional: 'always', 'user-busy': 'busy', 'no-answer': 'no answer' },
  ...{ unavailable: 'unreachable', 'do-not-disturb': 'do not disturb' },
};

/** `ID;extension=201;at=192.0.2.1;srtp=required;by=202`, as the call server writes it. */
export function readOwnCall(invite: SipMessage): OwnFacts {
  const [id = '', ...parts] = (invite.get(Header.RingfenceCall) ?? '').split(';');
  const said = new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const from = invite.list(Header.PAssertedIdentity)[0];
  const shown = from === undefined ? undefined : parseNameAddress(from);
  return {
    id,
    caller: {
      number: parseUri(shown?.uri ?? '')?.user ?? '',
      name: decodeText(shown?.display ?? ''),
      extension: said.get('extension') ?? '',
      trunk: decodeURIComponent(said.get('trunk') ?? ''),
    },
    transferredBy: said.get('by') ?? '',
    forwardedBy: invite.list(Header.Diversion).flatMap((value) => forwardOf(value) ?? []),
    address: said.get('at') ?? '127.0.0.1',
    srtp: srtpOf(said.get('srtp')),
  };
}

const srtpOf = (said: string | undefined): OwnFacts['srtp'] =>
  said === 'preferred' || said === 'none' ? said : 'required';

function forwardOf(value: string): VoiceForward | undefined {
  const read = parseNameAddress(value);
  const number = parseUri(read?.uri ?? '')?.user ?? '';
  const reason = /;\s*reason=([a-z-]+)/i.exec(value)?.[1]?.toLowerCase() ?? '';
  return number === '' ? undefined : { number, why: reasons[reason] ?? 'always' };
}
