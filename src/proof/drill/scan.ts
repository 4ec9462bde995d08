// A scan of this machine's own addresses, as a scanner of the network sees it: ports that take connections and stand in no list.

import { connect } from 'node:net';
import { type Clock, limits } from '#base';
import type { Target } from '../probes/live.ts';
import { type Finding, stopped, through } from './finding.ts';

/** Where scanners look first: remote control, files, databases, web servers, telephones, printers, and what phone systems have open. */
const wellKnownPorts: readonly number[] = [
  ...[21, 22, 23, 25, 53, 69, 79, 80, 110, 111, 135, 139, 143, 161, 179, 389, 443, 445, 465, 512, 513, 514, 515, 554],
  ...[587, 623, 631, 636, 873, 993, 995, 1080, 1099, 1433, 1521, 1720, 1723, 1752, 1753, 1883, 2000, 2049, 2375, 2376],
  ...[2379, 3000, 3128, 3268, 3306, 3389, 4444, 4569, 5000, 5001, 5038, 5060, 5061, 5062, 5080, 5160, 5222, 5432, 5555],
  ...[5666, 5800, 5900, 5984, 5985, 6000, 6379, 6443, 6667, 7001, 7547, 8000, 8008, 8080, 8081, 8083, 8088, 8089, 8443],
  ...[8444, 8888, 9000, 9090, 9100, 9200, 9229, 9418, 10000, 11211, 15672, 27017, 50000, 50804, 50805, 50814],
];

/** How the machine itself is administered; whether it may be reached is for its firewall. */
const ofTheMachine: readonly number[] = [22];

export interface Scanned {
  readonly findings: readonly Finding[];
  readonly tried: number;
}

/** Tries each port of each address, so many at once. */
export async function scan(
  addresses: readonly string[],
  listed: readonly Pick<Target, 'port'>[],
  furtherPorts: readonly number[],
  clock: Clock,
): Promise<Scanned> {
  const ports = [...new Set([...wellKnownPorts, ...furtherPorts])].filter(
    (port) => !listed.some((one) => one.port === port),
  );
  const places = addresses.slice(0, limits.drill.addresses).flatMap((host) => ports.map((port) => ({ host, port })));
  const open: { readonly host: string; readonly port: number }[] = [];
  const rest = [...places];
  const work = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) if (await isOpen(next, clock)) open.push(next);
  };
  await Promise.all(Array.from({ length: limits.drill.scansAtOnce }, work));
  const attack = 'scan for open ports';
  const machine = `${addresses.length} addresses`;
  if (open.length === 0)
    return { findings: [stopped(machine, attack, 'nothing is open that is not listed')], tried: places.length };
  return { findings: open.map((place) => findingOf(place, attack)), tried: places.length };
}

function findingOf({ host, port }: { readonly host: string; readonly port: number }, attack: string): Finding {
  const door = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (ofTheMachine.includes(port))
    return stopped(door, attack, 'it is how the machine itself is administered', 'that somebody answers there');
  return through(
    door,
    attack,
    'a port that stands in no list of this system takes connections',
    `Find out which program has it (\`ss -ltnp sport = :${port}\`), and end it or keep it behind a firewall.`,
  );
}

function isOpen({ host, port }: { readonly host: string; readonly port: number }, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (found: boolean): void => {
      cancel();
      socket.destroy();
      resolve(found);
    };
    const cancel = clock.after(limits.drill.connectMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
