// Somebody who guesses: registers with the credentials of one user for the address of another, and measures the refusal.

import { randomHex } from '#base';
import { DigestClient, type SipMessage } from '#sip';
import type { Heard } from '../raw/heard.ts';
import { text } from '../raw/messages.ts';
import type { UdpPlace } from '../raw/udp-place.ts';

export interface Guess {
  /** Whose registration it is to be. */
  readonly claimed: string;
  readonly username: string;
  readonly secret: string;
}

export interface Refused {
  readonly challenge: Heard;
  readonly refusal: Heard;
  /** From sending the credentials to the refusal. */
  readonly tookMs: number;
}

const uri = 'sip:ringfence';
const patienceMs = 3_000;

/** One try at one place, from the first REGISTER to the refusal. Throws where no answer comes. */
export async function tryGuess(place: UdpPlace, { claimed, username, secret }: Guess): Promise<Refused> {
  const callId = randomHex(8);
  const register = (cseq: number, lines: readonly string[]): Buffer =>
    text('REGISTER', uri, [
      `Via: SIP/2.0/UDP ${place.address}:${place.port};branch=z9hG4bK${randomHex(8)};rport`,
      `From: <sip:${claimed}@ringfence>;tag=${randomHex(4)}`,
      `To: <sip:${claimed}@ringfence>`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} REGISTER`,
      `Contact: <sip:${claimed}@${place.address}:${place.port}>`,
      ...lines,
    ]);
  const challenge = await answerTo(place, register(1, []));
  const digest = new DigestClient({ username, secret });
  if (!digest.accept(messageOf(challenge), false)) throw new Error(`no challenge: ${challenge.text}`);
  const credentials = register(2, [digest.authorize({ method: 'REGISTER', uri }).trimEnd()]);
  const begun = performance.now();
  const refusal = await answerTo(place, credentials);
  return { challenge, refusal, tookMs: performance.now() - begun };
}

function answerTo(place: UdpPlace, bytes: Buffer): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no answer')), patienceMs);
    place.onHeard = (heard) => {
      clearTimeout(late);
      resolve(heard);
    };
    place.send(bytes);
  });
}

function messageOf({ message, text }: Heard): SipMessage {
  if (message === undefined) throw new Error(`no message: ${text}`);
  return message;
}

/** An answer without what differs from one request to the next: branches, tags, ports, Call-IDs, nonces, and who was claimed. */
export const plain = ({ text }: Heard): string =>
  text
    .replace(/;(branch|tag|rport|received)=[^;\r\n]*/g, ';$1')
    .replace(/(Via: SIP\/2\.0\/UDP) [^;]*/, '$1')
    .replace(/Call-ID: .*/, 'Call-ID')
    .replace(/nonce="[0-9a-f]{60}"/g, 'nonce')
    .replace(/<sip:\d+@/g, '<sip:@');
