// For tests: the inside of a thread under a clock that is moved by hand, with telephones and strangers at real sockets.

import { FakeClock, randomKey } from '#base';
import type { Codec } from '../codec/g711.ts';
import { pcmu } from '../codec/g711.ts';
import { printRtp } from '../rtp/packet.ts';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import { AudioStream } from '../stream/audio-stream.ts';
import type { StreamKey } from '../stream/protection.ts';
import { type SampleSource, silence } from '../tone/tone.ts';
import type { CopiedPlan, FromThread, Order, Told } from './protocol.ts';
import type { SessionStatistics } from './session.ts';
import { Sessions } from './sessions.ts';

const eventsPayloadType = 101;
export const newKey = (): StreamKey => ({ suite: 'AES_CM_128_HMAC_SHA1_80', key: randomKey(30) });

async function socketAt(address = '127.0.0.1'): Promise<RtpSocket> {
  const opened = await RtpSocket.open({ address, rtcp: true });
  if (!opened.ok) throw new Error(opened.refusal.words);
  return opened.value;
}

export const packetOf = (
  sequence: number,
  more: { readonly payloadType?: number; readonly payload?: Buffer } = {},
): Buffer =>
  printRtp({
    ...{ marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc: 77, contributing: [] },
    ...{ extension: undefined, payload: Buffer.alloc(160, 0x20), ...more },
  });

export class TestThread {
  readonly clock = new FakeClock();
  readonly told: (Told & { readonly session: number })[] = [];
  readonly sockets: RtpSocket[] = [];
  readonly #streams: AudioStream[] = [];
  readonly #sessions: Sessions;
  #last = 0;

  constructor(clips: Readonly<Record<string, Int16Array>> = {}) {
    const tell = (what: FromThread): void => {
      if ('told' in what) this.told.push({ ...what.told, session: what.session });
      if ('fault' in what) throw new Error(what.fault);
    };
    this.#sessions = new Sessions({ clock: this.clock, clipOf: (name) => clips[name], tell });
  }

  /** A session and its port. */
  async open(): Promise<{ readonly session: number; readonly port: number }> {
    const session = ++this.#last;
    await this.order(session, { kind: 'open', address: '127.0.0.1' });
    const opened = this.told.findLast((told) => told.session === session);
    if (opened?.kind !== 'opened' || !opened.result.ok) throw new Error('it was not opened');
    return { session, port: opened.result.value.port };
  }

  order(session: number, order: Order): Promise<void> {
    return this.#sessions.take({ session, order });
  }

  /** A session with a plan towards a socket of the test. */
  async openTo(socket: RtpSocket, plan: Partial<CopiedPlan> = {}): Promise<{ session: number; port: number }> {
    const opened = await this.open();
    socket.setRemote({ address: '127.0.0.1', port: opened.port });
    await this.order(opened.session, { kind: 'connect', plan: { ...planTo(socket), ...plan } });
    return opened;
  }

  async phone(source: SampleSource = silence, codec: Codec = pcmu, plan: Partial<CopiedPlan> = {}) {
    const socket = await this.socket();
    const heard: number[] = [];
    const stream = new AudioStream({
      socket,
      clock: this.clock,
      source,
      listener: (samples) => heard.push(...samples),
    });
    this.#streams.push(stream);
    const [there, back] = [newKey(), newKey()];
    const { session, port } = await this.openTo(socket, {
      ...{ codec: codec.name, payloadType: codec.payloadType, sendKey: copyOf(back), receiveKey: copyOf(there) },
      ...plan,
    });
    stream.use({
      ...{ codec, eventsPayloadType, sendKey: there, receiveKey: back, sends: true, receives: true },
      remote: { address: '127.0.0.1', port },
    });
    return { session, port, stream, heard, there };
  }

  async socket(address?: string): Promise<RtpSocket> {
    const socket = await socketAt(address);
    this.sockets.push(socket);
    return socket;
  }

  /** Moves the clock, and lets the sockets deliver what was sent meanwhile. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 5) {
      this.clock.advance(5);
      for (let turn = 0; turn < 2; turn++) await new Promise((done) => setImmediate(done));
    }
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
  }

  async statistics(session: number): Promise<SessionStatistics> {
    await this.order(session, { kind: 'statistics', ask: 1 });
    const told = this.told.pop();
    if (told?.kind !== 'statistics') throw new Error('no statistics were told');
    return told.statistics;
  }

  digits(session: number): string {
    return this.told.map((told) => (told.kind === 'digit' && told.session === session ? told.digit : '')).join('');
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    await this.#sessions.close();
    await Promise.all(this.sockets.map((socket) => socket.close()));
  }
}

const planTo = (socket: RtpSocket): CopiedPlan => ({
  ...{ remote: { address: '127.0.0.1', port: socket.port }, codec: 'PCMU', payloadType: 0, eventsPayloadType },
  ...{ sendKey: undefined, receiveKey: undefined, sends: true, receives: true },
});

export const copyOf = (key: StreamKey) => ({ suite: key.suite, key: Uint8Array.from(key.key) });
