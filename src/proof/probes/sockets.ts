// The sockets on which this system takes connections, as the operating system tells (Linux: /proc). What is not listed there was forgotten by us.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { limits } from '#base';
import type { Target } from './live.ts';

export interface OpenPort {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** States of /proc/net/tcp (include/net/tcp_states.h): LISTEN; of /proc/net/udp an unconnected socket is "closed". */
const listening = '0A';
const unconnected = '07';

/** Of the process and those that it started; undefined where the system does not tell. */
export async function openPorts(pid: number): Promise<readonly OpenPort[] | undefined> {
  try {
    const inodes = new Set<string>();
    for (const one of await family(pid)) for (const inode of await socketsOf(one)) inodes.add(inode);
    const found: OpenPort[] = [];
    for (const table of ['tcp', 'tcp6', 'udp', 'udp6'] as const) found.push(...(await readTable(table, inodes)));
    return found;
  } catch {
    return undefined;
  }
}

/** Those that none of `targets` accounts for, in words. */
export const unlistedOf = (ports: readonly OpenPort[], targets: readonly Target[]): readonly string[] =>
  ports
    .filter(({ protocol, port }) => !targets.some((one) => one.port === port && protocolOf(one) === protocol))
    .map(({ protocol, address, port }) => `${protocol.toUpperCase()} ${address}:${port}`);

const protocolOf = ({ speaks }: Target): 'tcp' | 'udp' => (speaks === 'sip-udp' ? 'udp' : 'tcp');

/** A process and its descendants. */
async function family(pid: number): Promise<number[]> {
  // Where even this is not told, nothing would be known of the portal: then nothing is said at all.
  await readFile(`/proc/${pid}/task/${pid}/children`);
  const all = [pid];
  for (let at = 0; at < all.length && all.length < limits.proof.processes; at++) {
    const tasks = await readdir(`/proc/${all[at]}/task`).catch(() => []);
    for (const task of tasks) {
      const children = await readFile(`/proc/${all[at]}/task/${task}/children`, 'utf8').catch(() => '');
      for (const child of children.split(' ')) if (child !== '') all.push(Number(child));
    }
  }
  return all;
}

async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

type Table = 'tcp' | 'tcp6' | 'udp' | 'udp6';

async function readTable(table: Table, inodes: ReadonlySet<string>): Promise<OpenPort[]> {
  const text = await readFile(`/proc/self/net/${table}`, 'utf8');
  const protocol = table.startsWith('tcp') ? 'tcp' : 'udp';
  const wanted = protocol === 'tcp' ? listening : unconnected;
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== wanted || !inodes.has(inode)) return [];
      const [address = '', port = ''] = local.split(':');
      return [{ protocol, address: addressOf(address), port: Number.parseInt(port, 16) }] as const;
    });
}

/** The kernel prints addresses as words in the order of the machine. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  const words = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.subarray(at * 4, at * 4 + 4).reverse());
  const all = Buffer.concat(words);
  if (all.length === 4) return all.join('.');
  const groups = all.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname;
}
