// SRTP: CPU of this process to protect and to unprotect a packet of 20 ms of G.711, for every suite.

import { randomKey } from '#base';
import { printRtp, type RtpPacket, SrtpReceiver, SrtpSender, type Suite, suites } from '#media';

const packets = 40_000;
const warming = 20_000;

export interface SrtpFigure {
  readonly suite: string;
  readonly protectMicros: number;
  readonly unprotectMicros: number;
}

export const srtpFigures = (): SrtpFigure[] => suites.filter(({ cipher }) => cipher !== 'F8').map(figureOf);

const packetOf = (number: number): Omit<RtpPacket, 'payload'> => ({
  marker: false,
  payloadType: 0,
  sequence: number & 0xffff,
  timestamp: (number * 160) >>> 0,
  ssrc: 1,
  contributing: [],
  extension: undefined,
});

function figureOf(suite: Suite): SrtpFigure {
  const keyAndSalt = randomKey(suite.keyBytes + suite.saltBytes);
  const sender = new SrtpSender(suite, keyAndSalt);
  const receiver = new SrtpReceiver(suite, keyAndSalt);
  const payload = randomKey(160);
  let sequence = 0;
  let protectMicros = 0;
  let unprotectMicros = 0;
  for (const [count, counted] of [
    [warming, false],
    [packets, true],
  ] as const) {
    for (let done = 0; done < count; done += 1_000) {
      const plain = Array.from({ length: 1_000 }, () => printRtp({ ...packetOf(sequence++), payload }));
      const sealed: Buffer[] = [];
      const protecting = process.cpuUsage();
      for (const packet of plain) {
        const made = sender.protectRtp(packet);
        if (made === undefined) throw new Error(`${suite.name} did not protect`);
        sealed.push(made);
      }
      const protectedIn = process.cpuUsage(protecting);
      const opening = process.cpuUsage();
      for (const packet of sealed)
        if (!Buffer.isBuffer(receiver.unprotectRtp(packet))) throw new Error(`${suite.name} did not unprotect`);
      const openedIn = process.cpuUsage(opening);
      if (!counted) continue;
      protectMicros += protectedIn.user + protectedIn.system;
      unprotectMicros += openedIn.user + openedIn.system;
    }
  }
  return { suite: suite.name, protectMicros: protectMicros / packets, unprotectMicros: unprotectMicros / packets };
}
