// Attacks on SIP as the tools of toll thieves do them: who is there, with which password, a call for nothing, and messages that are none.

import { isIPv6 } from 'node:net';
import { type Clock, limits, randomHex } from '#base';
import type { Target } from '../probes/live.ts';
import { type Finding, nothing, stopped, through } from './finding.ts';
import { drillAddress, headerOf, isWholeMessage, say, statusOf } from './say.ts';
import { apartMs } from './timing.ts';

export interface SipDecoy {
  /** An extension that was made for the drill; blank where none could be made. */
  readonly extension: string;
  /** One that does not exist. */
  readonly nobody: string;
}

const transports: Readonly<Record<string, string>> = { 'sip-tls': 'TLS', 'sip-tcp': 'TCP', 'sip-udp': 'UDP' };
/** What scanners try first, after the number itself. */
const guesses = ['{}', '1234', '0000', 'password', 'secret', 'admin'];

export async function attackSip(door: Target, decoy: SipDecoy, clock: Clock): Promise<readonly Finding[]> {
  const first = await say(door, register(door, decoy.nobody), isWholeMessage, clock);
  if (statusOf(first.text) === 0)
    return [stopped(door, 'speak SIP as a stranger', `no answer: ${first.why || 'the connection is closed'}`)];
  return [
    await enumerate(door, decoy, clock),
    await guess(door, decoy, clock),
    await callForNothing(door, decoy, clock),
    await nonsense(door, decoy, clock),
  ];
}

interface Wishes {
  readonly method?: string;
  readonly to?: string;
  readonly authorization?: string;
}

function register(door: Target, user: string, { method = 'REGISTER', to = user, authorization }: Wishes = {}): string {
  const host = isIPv6(door.address) ? `[${door.address}]` : door.address;
  const target = method === 'REGISTER' ? `sip:${host}:${door.port}` : `sip:${to}@${host}:${door.port}`;
  const lines = [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/${transports[door.speaks] ?? 'TLS'} ${drillAddress}:9;branch=z9hG4bK${randomHex(8)};rport`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${host}>;tag=${randomHex(6)}`,
    `To: <sip:${to}@${host}>`,
    `Call-ID: ${randomHex(12)}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:${user}@${drillAddress}:9>`,
    'User-Agent: friendly-scanner',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...(method === 'REGISTER' ? ['Expires: 60'] : []),
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** What an answer gives away: its status, its words, and which headers it has. */
const shapeOf = (heard: string): string => {
  const [first = '', ...rest] = (heard.split('\r\n\r\n')[0] ?? '').split('\r\n');
  const names = rest.map((line) => line.split(':')[0]?.trim().toLowerCase() ?? '');
  return `${first} ${names.join(' ')}`;
};

/** Answers to those that exist and to those that do not, and how soon they come. */
async function enumerate(door: Target, { extension, nobody }: SipDecoy, clock: Clock): Promise<Finding> {
  const attack = 'find out which extensions exist';
  if (extension === '') return stopped(door, attack, 'no extension could be made to compare with');
  const shapes = new Map<string, Set<string>>();
  const times = new Map<string, number[]>();
  for (let round = 0; round < limits.drill.rounds; round++)
    for (const user of [extension, nobody])
      for (const method of ['REGISTER', 'OPTIONS', 'INVITE', 'SUBSCRIBE']) {
        const { text, tookMs } = await say(door, register(door, user, { method, to: user }), isWholeMessage, clock);
        const key = `${user} ${method}`;
        shapes.set(user, (shapes.get(user) ?? new Set()).add(`${method} ${shapeOf(text)}`));
        times.set(key, [...(times.get(key) ?? []), tookMs]);
      }
  const different = [...(shapes.get(extension) ?? [])].find((shape) => !shapes.get(nobody)?.has(shape));
  const remedy = 'Tell the makers: this must not be.';
  if (different !== undefined)
    return through(door, attack, `an extension that exists is told apart: ${different}`, remedy);
  const apart = ['REGISTER', 'INVITE'].find((method) => {
    const [one, other] = [extension, nobody].map((user) => times.get(`${user} ${method}`) ?? []);
    return apartMs(one ?? [], other ?? []) > limits.drill.tellingMs;
  });
  if (apart !== undefined) return through(door, attack, `the answers to ${apart} come at different times`, remedy);
  return stopped(door, attack, 'both get the same answers after the same work');
}

async function guess(door: Target, { extension, nobody }: SipDecoy, clock: Clock): Promise<Finding> {
  const attack = 'guess the passwords of extensions';
  let tried = 0;
  for (const user of [extension, nobody].filter((name) => name !== ''))
    for (const _ of guesses) {
      const challenged = await say(door, register(door, user), isWholeMessage, clock);
      const authorization = answerTo(headerOf(challenged.text, 'WWW-Authenticate'), user, door);
      const { text } = await say(door, register(door, user, { authorization }), isWholeMessage, clock);
      tried += 1;
      if (statusOf(text) >= 200 && statusOf(text) < 300)
        return through(door, attack, `a wrong answer registered ${user}`, 'Tell the makers: this must not be.');
    }
  return stopped(door, attack, `all ${tried} are refused; a source that goes on is held off`);
}

/** A wrong answer to a challenge, as a wrong password makes one (RFC 7616 §3.4). */
function answerTo(challenge: string, user: string, door: Target): string {
  const value = (name: string): string => new RegExp(`${name}="?([^",]*)`, 'i').exec(challenge)?.[1] ?? '';
  const uri = `sip:${door.address}:${door.port}`;
  const parts = [
    `username="${user}"`,
    `realm="${value('realm')}"`,
    `nonce="${value('nonce')}"`,
    `uri="${uri}"`,
    `response="${randomHex(32)}"`,
    `algorithm=${value('algorithm') || 'SHA-256'}`,
    ...['qop=auth', 'nc=00000001', `cnonce="${randomHex(8)}"`],
  ];
  return `Digest ${parts.join(', ')}`;
}

/** A call to the other end of the world, by nobody. */
async function callForNothing(door: Target, { nobody }: SipDecoy, clock: Clock): Promise<Finding> {
  const attack = 'call abroad without a password';
  for (const number of ['00972595300300', '900441224900000', '+2521234567']) {
    const invite = register(door, nobody, { method: 'INVITE', to: number });
    const { text } = await say(door, invite, (heard) => isWholeMessage(heard) && statusOf(heard) >= 180, clock);
    const status = statusOf(text);
    if (status > 100 && status < 300)
      return through(door, attack, `${number} was put through (${status})`, 'Tell the makers: this must not be.');
  }
  return stopped(door, attack, 'a stranger is asked for a password, or not answered');
}

const line = (text: string): string => `${text}\r\n`;

/** A handful of what scanners and fuzzers send. */
const messages = (door: Target): readonly string[] => [
  line('REGISTER sip:x SIP/2.0') + line('Via: SIP/2.0/TLS x') + line(''),
  line('INVITE sip:%00@x SIP/2.0') + line('Content-Length: -1') + line(''),
  register(door, 'x'.repeat(20_000)),
  register(door, 'a').replace('CSeq: 1', 'CSeq: 99999999999999999999'),
  register(door, 'a').replace('Content-Length: 0', 'Content-Length: 4000000000'),
  register(door, `a>;b="${'%'.repeat(200)}"`),
];

async function nonsense(door: Target, { nobody }: SipDecoy, clock: Clock): Promise<Finding> {
  const attack = 'malformed messages';
  const answers: number[] = [];
  for (const message of messages(door)) {
    // Most are not answered at all, and need not be waited for to the end.
    const { text } = await say(door, message, isWholeMessage, clock, limits.drill.nonsenseMs);
    answers.push(statusOf(text));
    if (statusOf(text) >= 200 && statusOf(text) < 300)
      return through(door, attack, 'one was taken as if it were whole', 'Tell the makers: this must not be.');
  }
  const after = await say(door, register(door, nobody), isWholeMessage, clock);
  if (statusOf(after.text) === 0)
    return through(door, attack, 'the listener does not answer any more', 'Look at the log, and tell the makers.');
  const told = [...new Set(answers.filter((status) => status > 0))].join(', ');
  return stopped(
    door,
    attack,
    'refused or dropped, and the next is answered',
    told === '' ? nothing : `refusals: ${told}`,
  );
}
