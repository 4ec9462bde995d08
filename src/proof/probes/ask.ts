// Asks every open listener what a stranger would ask: handshakes old and new, a request without a certificate, one in the clear.

import { type Clock, limits } from '#base';
import { talkPlain, talkTls } from './connect.ts';
import { type Answered, isEncrypted, isForReaders, type Target } from './live.ts';
import { registerByUdp, registerFrom } from './sip.ts';

/** Without forgotten keys, or without authenticated encryption: what levels below Medium still offer. */
const weakSuites = [
  ...['ECDHE-RSA-AES256-SHA384', 'ECDHE-RSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA256'],
  ...['ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-ECDSA-AES128-SHA'],
  ...['AES256-GCM-SHA384', 'AES128-GCM-SHA256', 'AES256-SHA256', 'AES128-SHA256', 'AES256-SHA', 'AES128-SHA'],
];
const shortSuites = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'];
/** OpenSSL refuses to speak old versions and suites above its level 0. */
const anyStrength = '@SECLEVEL=0';
const oldVersions = ['TLSv1', 'TLSv1.1'] as const;

const get = ({ address, port }: Target): string =>
  `GET /api/v1/welcome HTTP/1.1\r\nHost: ${address.includes(':') ? `[${address}]` : address}:${port}\r\nConnection: close\r\n\r\n`;

/** Asks all of them, a few at a time; what does not answer in time is told so. */
export async function askAll(targets: readonly Target[], clock: Clock): Promise<readonly Answered[]> {
  const answered: Answered[] = [];
  const rest = targets.slice(0, limits.proof.listeners);
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) answered.push(await ask(next, clock));
  };
  await Promise.all(Array.from({ length: limits.proof.probesAtOnce }, work));
  return answered.sort((a, b) => targets.findIndex(isAs(a)) - targets.findIndex(isAs(b)));
}

const isAs =
  ({ name }: Target) =>
  (other: Target): boolean =>
    other.name === name;

export async function ask(target: Target, clock: Clock): Promise<Answered> {
  if (isForReaders(target.speaks)) return notAsked(target, clock);
  return isEncrypted(target.speaks) ? askEncrypted(target, clock) : askPlain(target, clock);
}

const nothing = {
  ...{ handshake: undefined, oldVersions: [], weakSuite: '', shortSuite: '' },
  ...{ strangerAnswer: '', plainAnswer: '', registerAnswer: '' },
} as const;

/** Of what is in the clear it is known what it is; what TLS negotiates there is not. */
const notAsked = (target: Target, clock: Clock): Answered => ({
  ...{ ...target, ...nothing, atMs: clock.nowMs(), isOpen: !isEncrypted(target.speaks) },
  why: 'it is not asked: whoever connects is a reader',
});

const ping = '\r\n\r\n';

async function askEncrypted(target: Target, clock: Clock): Promise<Answered> {
  const { speaks } = target;
  const isWeb = speaks === 'https' || speaks === 'tls';
  const first = await talkTls(target, {}, isWeb ? get(target) : registerFrom(target), clock);
  const base = { ...target, atMs: clock.nowMs(), ...nothing, isOpen: first.isOpen, handshake: first.handshake };
  if (!first.isOpen) return { ...base, why: first.why };
  const old: string[] = [];
  for (const version of oldVersions) if (await isTaken(target, version, clock)) old.push(version);
  // To SIP no word of it is said in the clear: who speaks it there answers a ping (RFC 5626 §4.4.1), and that is enough.
  const plain = await talkPlain(target, isWeb ? get(target) : ping, clock);
  return {
    ...base,
    ...{ why: first.handshake === undefined ? first.why : '', oldVersions: old },
    weakSuite: await suiteTaken(target, weakSuites, clock),
    shortSuite: await suiteTaken(target, shortSuites, clock),
    ...(isWeb ? { strangerAnswer: first.firstLine } : { registerAnswer: first.firstLine }),
    plainAnswer: plain.isPong ? 'a pong' : /^(HTTP|SIP)\//.test(plain.firstLine) ? plain.firstLine : '',
  };
}

async function isTaken(target: Target, version: 'TLSv1' | 'TLSv1.1', clock: Clock): Promise<boolean> {
  const ciphers = `DEFAULT${anyStrength}`;
  const { handshake } = await talkTls(target, { minVersion: version, maxVersion: version, ciphers }, '', clock);
  return handshake !== undefined;
}

async function suiteTaken(target: Target, suites: readonly string[], clock: Clock): Promise<string> {
  const ciphers = `${suites.join(':')}${anyStrength}`;
  const offered = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers } as const;
  return (await talkTls(target, offered, '', clock)).handshake?.suite ?? '';
}

async function askPlain(target: Target, clock: Clock): Promise<Answered> {
  const atMs = clock.nowMs();
  const base = { ...target, atMs, ...nothing, why: '' };
  if (target.speaks === 'sip-udp') {
    const registerAnswer = await registerByUdp(target, clock);
    return { ...base, isOpen: registerAnswer !== '', registerAnswer };
  }
  const isSip = target.speaks === 'sip-tcp';
  const { isOpen, firstLine, why } = await talkPlain(target, isSip ? registerFrom(target) : get(target), clock);
  return { ...base, isOpen, why, ...(isSip ? { registerAnswer: firstLine } : { plainAnswer: firstLine }) };
}
