// A real node with the places from which torture messages are sent to it: a stranger's, and that of an extension's phone.

import { randomHex } from '#base';
import { DigestClient, parseMessage, printResponse } from '#sip';
import { TestNode } from '../node.ts';
import type { Heard } from '../raw/heard.ts';
import { ackOf, probe } from '../raw/messages.ts';
import { StreamPlace } from '../raw/stream-place.ts';
import { UdpPlace } from '../raw/udp-place.ts';
import { tortureMessages } from './expected.ts';

/** What the system did: the final statuses that it answered with, and the last of those answers. */
export interface Seen {
  readonly statuses: readonly number[];
  readonly answer: Heard | undefined;
  /** Of a stream: was the message taken for the beginning of a longer one, or the connection ended? */
  readonly stream: 'goes on' | 'waits' | 'ends';
}

const strangerAddress = '127.0.44.75';
const fixedAddress = '127.0.44.76';
const phoneAddress = '127.0.44.77';
const patienceMs = 3_000;
/** How long a stream is listened to before it counts as waiting for more. */
const waitingMs = 150;
const number = { fixed: '300', phone: '301', called: '302' } as const;
const calledPlace = { address: '127.0.44.78', port: 5060 } as const;

/** Without rport answers go to the port that the topmost Via names (RFC 3261 §18.2.2): these, and ours. */
function viaPorts(): number[] {
  const ports = new Set([5060]);
  for (const { bytes } of tortureMessages()) {
    const parsed = parseMessage(bytes);
    if (parsed.kind !== 'hopeless') ports.add(parsed.message.via?.port || 5060);
  }
  return [...ports];
}

export class Ground {
  readonly node: TestNode;
  readonly #stranger: UdpPlace;
  readonly #fixed: UdpPlace;
  readonly #phone: UdpPlace;
  readonly #called: UdpPlace;
  readonly #digest: DigestClient;

  private constructor(node: TestNode, places: readonly [UdpPlace, UdpPlace, UdpPlace, UdpPlace], digest: DigestClient) {
    this.node = node;
    [this.#stranger, this.#fixed, this.#phone, this.#called] = places;
    this.#digest = digest;
  }

  static async open(): Promise<Ground> {
    const node = await TestNode.start({
      set: ['network-listeners.sip-udp.enabled=true', 'network-listeners.sip-tcp.enabled=true'],
    });
    const fixed = (address: string) => ({ fixedAddress: `udp:${address}:5060`, mediaSecurity: 'none' });
    await node.addExtension(number.fixed, fixed(fixedAddress));
    await node.addExtension(number.called, fixed(calledPlace.address));
    const secret = await node.addExtension(number.phone, { sipSecret: randomHex(12), maxDevices: 10 });
    const server = await node.port('sip-udp');
    const ports = viaPorts();
    const places = await Promise.all([
      UdpPlace.open(strangerAddress, server, ports),
      UdpPlace.open(fixedAddress, server, ports),
      UdpPlace.open(phoneAddress, server, ports),
      UdpPlace.open(calledPlace.address, server, [calledPlace.port]),
    ]);
    return new Ground(node, places, new DigestClient({ username: number.phone, secret }));
  }

  /** From an address that nothing is known of. */
  asStranger(bytes: Buffer): Promise<Seen> {
    return throughUdp(this.#stranger, bytes);
  }

  /**
   * From the phone of an extension: byte for byte from a fixed address, which is known by that alone. A REGISTER is made
   * that phone's own, with its number in To and its secret, as no device at a fixed address registers.
   */
  async asExtension(bytes: Buffer): Promise<Seen> {
    const parsed = parseMessage(bytes);
    const isRegister = parsed.kind === 'message' && parsed.message.method === 'REGISTER';
    if (!isRegister) return await throughUdp(this.#fixed, bytes);
    const callId = randomHex(8);
    const asked = await throughUdp(this.#phone, ownRegister(bytes, callId, ''));
    if (asked.answer?.message?.status !== 401 || !this.#digest.accept(asked.answer.message, false)) return asked;
    const authorization = this.#digest.authorize({ method: 'REGISTER', uri: parsed.message.uri });
    return await throughUdp(this.#phone, ownRegister(bytes, callId, authorization));
  }

  /** From an address that nothing is known of, over a connection that has brought a message before. */
  async overStream(transport: 'tcp' | 'tls', bytes: Buffer): Promise<Seen> {
    const port = await this.node.port(`sip-${transport}`);
    const place = await StreamPlace.open({ transport, port, address: strangerAddress });
    try {
      await throughStream(place, transport, Buffer.alloc(0));
      return await throughStream(place, transport, bytes);
    } finally {
      place.close();
    }
  }

  /** An INVITE of the extension, with another one's number put in: what that phone hears, and what comes back when it refuses. */
  async callThrough(bytes: Buffer): Promise<{ readonly invite: Heard | undefined; readonly status: number }> {
    let invite: Heard | undefined;
    this.#called.onHeard = (heard) => {
      if (heard.message?.method !== 'INVITE') return;
      invite = heard;
      this.#called.send(Buffer.from(printResponse(heard.message, 486, 'Busy Here', 'called'), 'latin1'));
    };
    const own = bytes
      .toString('latin1')
      .replace(/^INVITE [^ ]+/, `INVITE sip:${number.called}@ringfence`)
      .replace(/;branch=[^;\r\n]*/i, `;branch=z9hG4bK${randomHex(6)}`);
    const { statuses } = await throughUdp(this.#fixed, Buffer.from(own, 'latin1'), 'INVITE');
    return { invite, status: statuses[0] ?? 0 };
  }

  async close(): Promise<void> {
    for (const place of [this.#stranger, this.#fixed, this.#phone, this.#called]) place.close();
    await this.node.remove();
  }
}

/** The message with this phone's number in To, a Call-ID and a branch of its own, and its credentials. */
function ownRegister(bytes: Buffer, callId: string, authorization: string): Buffer {
  const own = bytes
    .toString('latin1')
    .replace(/\r\n(?:To|t)[ \t]*:[^\r\n]*/i, `\r\nTo: <sip:${number.phone}@ringfence>`)
    .replace(/\r\n(?:Call-ID|i)[ \t]*:[^\r\n]*/i, `\r\nCall-ID: ${callId}`)
    .replace(/;branch=[^;\r\n]*/i, `;branch=z9hG4bK${randomHex(6)}`)
    .replace(/\r\n/, `\r\n${authorization}`);
  return Buffer.from(own, 'latin1');
}

/**
 * Sends, then an OPTIONS: answers come in order, so what is not here before its answer does not come. With a method, the
 * final answer to that is waited for instead.
 */
async function throughUdp(place: UdpPlace, bytes: Buffer, method = 'OPTIONS'): Promise<Seen> {
  const callId = `probe-${randomHex(8)}`;
  const all: Heard[] = [];
  place.take();
  place.send(bytes);
  place.send(probe('UDP', `${place.address}:5060`, callId));
  const isLast = (heard: Heard): boolean =>
    method === 'OPTIONS' ? isAnswerTo(heard, callId) : heard.status >= 200 && heard.message?.method === method;
  await collect(place, all, () => all.some(isLast), patienceMs);
  const finals = finalsOf(all, callId);
  const parsed = parseMessage(bytes);
  for (const { message } of finals) {
    if (parsed.kind === 'message' && message?.method === 'INVITE') place.send(ackOf(parsed.message, message));
  }
  return seenOf(finals, 'goes on');
}

async function throughStream(place: StreamPlace, transport: 'tcp' | 'tls', bytes: Buffer): Promise<Seen> {
  const callId = `probe-${randomHex(8)}`;
  const all: Heard[] = [];
  place.send(bytes);
  place.send(probe(transport === 'tcp' ? 'TCP' : 'TLS', `127.0.0.1:${place.port}`, callId));
  const isDone = (): boolean => place.ended || all.some((heard) => isAnswerTo(heard, callId));
  await collect(place, all, isDone, waitingMs);
  const stream = place.ended ? 'ends' : isDone() ? 'goes on' : 'waits';
  return seenOf(finalsOf(all, callId), stream);
}

/** Waits for what comes until it is enough, and then for what has come by another port. */
async function collect(
  place: UdpPlace | StreamPlace,
  all: Heard[],
  isEnough: () => boolean,
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (let calm = 0; calm < 3 && performance.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    all.push(...place.take());
    if (isEnough()) calm++;
  }
}

const isAnswerTo = ({ message }: Heard, callId: string): boolean => message?.callId === callId;

const finalsOf = (all: readonly Heard[], probeId: string): Heard[] =>
  all.filter((heard) => heard.status >= 200 && !isAnswerTo(heard, probeId));

const seenOf = (finals: readonly Heard[], stream: Seen['stream']): Seen => ({
  statuses: finals.map(({ status }) => status),
  answer: finals.at(-1),
  stream,
});
