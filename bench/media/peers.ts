// The telephones of the bench, in a process of their own: each sends 20 ms of PCMU under SRTP at a steady pace, and counts what comes.

import { createSocket, type Socket } from 'node:dgram';
import { pcmu, printRtp, SrtpReceiver, SrtpSender, sine, suiteNamed } from '#media';

export interface PeerPlan {
  readonly port: number;
  readonly suite: string;
  /** Key and salt in hexadecimal, of what the telephone sends and of what it is sent. */
  readonly sends: string;
  readonly receives: string;
  /** Talks all the time, in turns of a second in so many, or never. */
  readonly talks: number;
}

export interface PeerCounts {
  readonly sent: number;
  readonly received: number;
  /** Of the first telephone's packets, those that were not authentic. */
  readonly refused: number;
}

const tone = sine(440);
const loud = Array.from({ length: 50 }, () => pcmu.encode(tone(160)));
const quiet = Buffer.alloc(160, 0xff);
/** The telephones send in so many groups, 20 ms divided by their number apart. */
const groups = 4;
const counts = { sent: 0, received: 0, refused: 0 };

class Peer {
  readonly #socket: Socket;
  readonly #plan: PeerPlan;
  readonly #sender: SrtpSender;
  readonly #index: number;
  #sequence = 0;

  constructor(plan: PeerPlan, index: number, socket: Socket) {
    const suite = suiteNamed(plan.suite);
    if (suite === undefined) throw new Error(`no suite ${plan.suite}`);
    this.#plan = plan;
    this.#index = index;
    this.#socket = socket;
    this.#sender = new SrtpSender(suite, Buffer.from(plan.sends, 'hex'));
    const receiver = index === 0 ? new SrtpReceiver(suite, Buffer.from(plan.receives, 'hex')) : undefined;
    socket.on('message', (packet) => {
      counts.received++;
      if (receiver !== undefined && !Buffer.isBuffer(receiver.unprotectRtp(packet))) counts.refused++;
    });
  }

  send(): void {
    const sequence = this.#sequence++;
    const talks = this.#plan.talks > 0 && (Math.floor(sequence / 50) + this.#index) % this.#plan.talks === 0;
    const packet = printRtp({
      ...{ marker: sequence === 0, payloadType: 0, sequence: sequence & 0xffff, timestamp: sequence * 160 },
      ...{ ssrc: this.#index + 1, contributing: [], extension: undefined },
      payload: talks ? (loud[sequence % 50] ?? quiet) : quiet,
    });
    const sealed = this.#sender.protectRtp(packet);
    if (sealed === undefined) return;
    counts.sent++;
    this.#socket.send(sealed, this.#plan.port, '127.0.0.1');
  }
}

const bound = (): Promise<Socket> =>
  new Promise((done) => {
    const socket = createSocket({
      type: 'udp4',
      lookup: (host, _, found) => found(null, host, 4),
    });
    socket.bind(0, '127.0.0.1', () => done(socket));
  });

async function begin(plans: readonly PeerPlan[]): Promise<void> {
  const sockets = await Promise.all(plans.map(bound));
  const peers = plans.flatMap((plan, index) => {
    const socket = sockets[index];
    return socket === undefined ? [] : [new Peer(plan, index, socket)];
  });
  process.send?.({ ports: sockets.map((socket) => socket.address().port) });
  const began = performance.now();
  let beats = 0;
  setInterval(() => {
    for (; (performance.now() - began) * groups > beats * 20; beats++)
      for (let index = beats % groups; index < peers.length; index += groups) peers[index]?.send();
  }, 2);
}

process.on('message', (what: readonly PeerPlan[] | 'counts') => {
  if (what === 'counts') process.send?.({ counts });
  else void begin(what);
});
process.on('disconnect', () => process.exit());
