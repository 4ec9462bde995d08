// Attacks on the web server as scanners do them: files that somebody left there, ways to elsewhere, names and passwords, nonsense.

import { type Clock, limits, randomHex } from '#base';
import type { Target } from '../probes/live.ts';
import { type Finding, stopped, through } from './finding.ts';
import { bodyOf, headerOf, isWholeMessage, say, statusOf } from './say.ts';
import { apartMs } from './timing.ts';

export interface WebDecoy {
  /** An account that was made for the drill. */
  readonly loginId: string;
  /** Login ids that exist: nothing is ever tried with them. */
  readonly real: ReadonlySet<string>;
}

const strangersFiles = [
  ...[
    '/.git/config',
    '/.git/HEAD',
    '/.env',
    '/.htpasswd',
    '/.ssh/id_rsa',
    '/backup.zip',
    '/config.json',
    '/ringfence.db',
  ],
  ...[
    '/master.key',
    '/authority.pem',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/admin',
    '/phpmyadmin/',
  ],
  ...['/provisioning/', '/cfg/', '/000000000000.cfg', '/aastra.cfg', '/startup.cfg', '/y000000000000.cfg', '/spa.xml'],
  ...['/api/v1/forms/users-and-services/export', '/api/v1/forms', '/api/v1/audit/export', '/metrics', '/debug/pprof/'],
];
const waysOut = [
  '//drill.example/',
  '/\\drill.example',
  '/login?next=https://drill.example/',
  '/%0d%0aLocation:%20https://drill.example/',
];
/** What came with telephone systems for decades. */
const delivered = [
  ...[
    ['admin', 'admin'],
    ['administrator', 'password'],
    ['root', 'root'],
    ['system', 'password'],
    ['installer', '1000'],
  ],
  ...[
    ['manager', 'manager'],
    ['security', 'securitypwd'],
    ['user', '1234'],
    ['maint', 'maint'],
    ['guest', 'guest'],
  ],
] as const;
const makers = 'Tell the makers: this must not be.';

export async function attackWeb(door: Target, decoy: WebDecoy, clock: Clock): Promise<readonly Finding[]> {
  const first = await say(door, get(door, '/'), isWholeMessage, clock);
  if (statusOf(first.text) === 0)
    return [stopped(door, 'ask as a stranger', `no answer: ${first.why || 'the connection is closed'}`)];
  const common = [
    await files(door, bodyOf(first.text), clock),
    await redirects(door, clock),
    await nonsense(door, clock),
  ];
  if (door.speaks !== 'https') return common;
  return [...common, await enumerate(door, decoy, clock), await guess(door, decoy, clock)];
}

const hostOf = ({ address, port }: Target): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;

const get = (door: Target, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${hostOf(door)}\r\nConnection: close\r\n\r\n`;

/** Whether it is told as a file: any page that the tool itself is does not count. */
async function files(door: Target, page: string, clock: Clock): Promise<Finding> {
  const attack = 'files that a stranger may fetch';
  for (const path of strangersFiles) {
    const { text } = await say(door, get(door, path), isWholeMessage, clock);
    if (statusOf(text) !== 200 || bodyOf(text) === page || bodyOf(text) === '') continue;
    if (/text\/html/.test(headerOf(text, 'content-type')) && bodyOf(text).slice(0, 200) === page.slice(0, 200))
      continue;
    return through(door, attack, `${path} is given to anybody`, makers);
  }
  return stopped(door, attack, 'there are none: what is there is the tool, or asks for a login');
}

async function redirects(door: Target, clock: Clock): Promise<Finding> {
  const attack = 'send people elsewhere by a link';
  const asked = [
    ...waysOut.map((path) => get(door, path)),
    get(door, '/').replace(`Host: ${hostOf(door)}`, 'Host: drill.example'),
  ];
  for (const text of asked) {
    const heard = (await say(door, text, isWholeMessage, clock)).text;
    if (/drill\.example/.test(headerOf(heard, 'location')))
      return through(door, attack, 'a link to this system leads to another one', makers);
  }
  return stopped(door, attack, 'no answer leads to another host');
}

async function nonsense(door: Target, clock: Clock): Promise<Finding> {
  const attack = 'malformed requests';
  const host = `Host: ${hostOf(door)}\r\n`;
  const requests = [
    `GET / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(70_000)}\r\n\r\n`,
    `POST /api/v1/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":[[[[`,
    'GET http://drill.example/ HTTP/1.1\r\nHost: drill.example\r\n\r\n',
    `\x16\x03\x01 nonsense\r\n\r\n`,
  ];
  for (const request of requests) {
    const status = statusOf((await say(door, request, isWholeMessage, clock, limits.drill.nonsenseMs)).text);
    if (status >= 200 && status < 300) return through(door, attack, 'one was taken as if it were whole', makers);
  }
  const after = await say(door, get(door, '/'), isWholeMessage, clock);
  if (statusOf(after.text) === 0)
    return through(door, attack, 'the listener does not answer any more', 'Look at the log, and tell the makers.');
  return stopped(door, attack, 'refused, and the next is answered');
}

async function logIn(door: Target, loginId: string, password: string, clock: Clock) {
  const tool = 'system-administration';
  const body = JSON.stringify({ loginId, password, tool, bannerAccepted: true });
  const head = [
    'POST /api/v1/login HTTP/1.1',
    `Host: ${hostOf(door)}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return await say(door, `${head.join('\r\n')}\r\n\r\n${body}`, isWholeMessage, clock);
}

/** The decoy is a name that exists; the right password would not help. */
async function enumerate(door: Target, { loginId }: WebDecoy, clock: Clock): Promise<Finding> {
  const attack = 'find out which login IDs exist';
  const nobody = `nobody-${randomHex(4)}`;
  const shapes = new Map<string, string>();
  const times = new Map<string, number[]>([
    [loginId, []],
    [nobody, []],
  ]);
  for (let round = 0; round < limits.drill.rounds; round++)
    for (const name of [loginId, nobody]) {
      const { text, tookMs } = await logIn(door, name, `Wrong-${randomHex(6)}`, clock);
      shapes.set(name, `${statusOf(text)} ${bodyOf(text)}`);
      times.get(name)?.push(tookMs);
    }
  if (shapes.get(loginId) !== shapes.get(nobody))
    return through(door, attack, 'the answer for a name that exists is another one', makers);
  const apart = apartMs(times.get(loginId) ?? [], times.get(nobody) ?? []);
  if (apart > limits.drill.tellingLoginMs)
    return through(door, attack, `the answers come ${Math.round(apart)} ms apart`, makers);
  return stopped(door, attack, 'all get the same words at the same time, the locked one too');
}

async function guess(door: Target, { loginId, real }: WebDecoy, clock: Clock): Promise<Finding> {
  const attack = 'passwords as they were delivered, and guesses';
  const decoys = ['password', 'Password1', '12345678'].map((word) => [loginId, word] as const);
  const tries = [...delivered.filter(([name]) => !real.has(name)), ...decoys].slice(0, limits.drill.guesses);
  for (const [name, word] of tries) {
    const status = statusOf((await logIn(door, name, word, clock)).text);
    if (status >= 200 && status < 300)
      return through(
        door,
        attack,
        `${name} is let in with the password ${word}`,
        'Delete the account, or give it another password.',
      );
  }
  return stopped(door, attack, `all ${tries.length} are refused; the account and the source that go on are locked`);
}
