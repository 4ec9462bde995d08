// What passes on the loopback interface: tcpdump beside the test, and its file read packet by packet.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './program.ts';

export interface Packet {
  readonly atMs: number;
  readonly protocol: 'udp' | 'tcp';
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly payload: Buffer;
}

/** First and last port. */
export type PortRange = readonly [number, number];

const startMs = 10_000;
const udp = 17;
const tcp = 6;
const ethernetBytes = 14;
const fileHeaderBytes = 24;
const packetHeaderBytes = 16;
const littleEndianMicroseconds = 0xa1b2c3d4;

export class Capture {
  readonly #directory: string;
  readonly #file: string;
  readonly #program: Program;

  private constructor(directory: string, ports: readonly PortRange[]) {
    this.#directory = directory;
    this.#file = join(directory, 'loopback.pcap');
    this.#program = new Program('tcpdump', captureArguments(this.#file, ports));
  }

  /** Captures what passes from or to these ports of the loopback interface, from now on. Needs the right to capture. */
  static async start(...ports: readonly PortRange[]): Promise<Capture> {
    const capture = new Capture(mkdtempSync(join(tmpdir(), 'ringfence-capture-')), ports);
    try {
      await capture.#program.wrote(/listening on lo/, startMs);
      return capture;
    } catch (fault) {
      await capture.stop();
      throw fault;
    }
  }

  /** Ends the capture; gives the packets from or to one of these ports. */
  async packets(...ports: readonly PortRange[]): Promise<Packet[]> {
    await this.#program.end('SIGINT');
    const lost = /(\d+) packets? dropped by kernel/.exec(this.#program.output)?.[1];
    const file = readFileSync(this.#file);
    if (lost !== '0') throw new Error(`the capture is not whole: ${this.#program.output}`);
    const isOurs = (port: number): boolean => ports.some(([first, last]) => first <= port && port <= last);
    return readPackets(file).filter(({ sourcePort, targetPort }) => isOurs(sourcePort) || isOurs(targetPort));
  }

  async stop(): Promise<void> {
    await this.#program.end('SIGINT');
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

const captureArguments = (file: string, ports: readonly PortRange[]): string[] => {
  const filter = ports.map(([first, last]) => `portrange ${first}-${last}`).join(' or ');
  // At once, not block by block: the last block would be lost at the end.
  const all = ['-i', 'lo', '-n', '-U', '--immediate-mode', '-B', '16384', '-s', '0', '-w', file, filter];
  // As the user that started it: it could not write into a directory of ours otherwise.
  return process.getuid?.() === 0 ? ['-Z', 'root', ...all] : all;
};

function readPackets(file: Buffer): Packet[] {
  if (file.length < fileHeaderBytes || file.readUInt32LE(0) !== littleEndianMicroseconds || file.readUInt32LE(20) !== 1)
    throw new Error('tcpdump wrote another kind of file than expected');
  const packets: Packet[] = [];
  let place = fileHeaderBytes;
  while (place + packetHeaderBytes <= file.length) {
    const atMs = file.readUInt32LE(place) * 1_000 + file.readUInt32LE(place + 4) / 1_000;
    const start = place + packetHeaderBytes;
    place = start + file.readUInt32LE(place + 8);
    const packet = readPacket(atMs, file.subarray(start + ethernetBytes, place));
    if (packet !== undefined) packets.push(packet);
  }
  return packets;
}

/** UDP and TCP over IPv4; the payload ends where the IP header says. */
function readPacket(atMs: number, ip: Buffer): Packet | undefined {
  if (ip.length < 20 || ip.readUInt8(0) >> 4 !== 4) return undefined;
  const protocol = ip.readUInt8(9);
  const datagram = ip.subarray((ip.readUInt8(0) & 0xf) * 4, ip.readUInt16BE(2));
  if (protocol !== udp && protocol !== tcp) return undefined;
  const headerBytes = protocol === udp ? 8 : (datagram.readUInt8(12) >> 4) * 4;
  return {
    atMs,
    protocol: protocol === udp ? 'udp' : 'tcp',
    sourcePort: datagram.readUInt16BE(0),
    targetPort: datagram.readUInt16BE(2),
    payload: datagram.subarray(headerBytes),
  };
}
