// The story that the demonstration tells, step by step: each is done before it is told, and fails with what was wrong.

import { silentLog, systemClock } from '#base';
import { Handset, type HandsetCall, type IncomingCall } from '#handset';
import { must } from './failure.ts';
import { hearSilence, hearTones, type Listener } from './listening.ts';
import type { Changed, DemoNode, HistoryRecord, Started, Verdict } from './node.ts';
import { taken } from './taken.ts';
import type { Teller } from './teller.ts';
import { leaveAndFetch } from './voicemail.ts';

const limitMs = 5_000;
const anna = { number: '201', name: 'Anna' };
const bert = { number: '202', name: 'Bert' };

export interface StoryOptions {
  /** One phone encrypts with other keys than it says: the story must fail where it is listened to. */
  readonly tamper: boolean;
}

export async function tell(node: DemoNode, teller: Teller, { tamper }: StoryOptions): Promise<void> {
  await node.make();
  teller.step(`A system is made in ${node.directory}, with keys and certificates of its own`);
  const started = await node.start();
  const port = portOf(started);
  teller.step(`It runs as process ${started.pid}; its one open listener is SIP over TLS at 127.0.0.1:${port}`);
  const secrets = await addExtensions(node);
  teller.step(`Extensions ${anna.number} and ${bert.number} are added, their secrets made at random`);
  const phones = [
    makePhone(anna, secrets, port, node.authority, tamper),
    makePhone(bert, secrets, port, node.authority, false),
  ] as const;
  try {
    await register(phones, teller);
    await talk(phones, teller);
    await checkCall(node, teller);
    await leaveAndFetch(node, phones, teller);
  } finally {
    await Promise.all(phones.map((phone) => phone.close()));
  }
  await checkTrail(node, teller);
  const code = await node.stop();
  must(code === 0, `the node ended with ${code}`);
  teller.step('The node has stopped, with everything written');
}

type Phones = readonly [Handset, Handset];

function portOf({ listeners }: Started['started']): number {
  const [listener, second] = listeners;
  must(listener?.name === 'sip-tls' && second === undefined, 'another listener than SIP over TLS is open');
  return listener.port;
}

async function addExtensions(node: DemoNode): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  const added = [anna, bert].map(async ({ number, name }) => {
    const { records } = await node.ask<Changed>(
      'form',
      'add',
      'users-and-services',
      `number=${number}`,
      `name=${name}`,
    );
    const secret = records[0]?.made.sipSecret;
    must(secret !== undefined, `no secret was made for extension ${number}`);
    secrets.set(number, secret);
  });
  await Promise.all(added);
  return secrets;
}

function makePhone(
  { number, name }: typeof anna,
  secrets: ReadonlyMap<string, string>,
  port: number,
  authority: string,
  tamperKeys: boolean,
): Handset {
  const address = '127.0.0.1';
  return new Handset({
    number,
    name,
    secret: secrets.get(number) ?? '',
    server: { transport: 'TLS', address, port },
    ca: authority,
    media: { policy: 'required', address, events: true },
    behaviour: { tamperKeys },
    clock: systemClock,
    log: silentLog,
  });
}

async function register(phones: Phones, teller: Teller): Promise<void> {
  for (const phone of phones) phone.register();
  for (const phone of phones) taken(await phone.registered(limitMs));
  const [{ tls }] = phones;
  must(tls !== undefined, 'the phones are not connected by TLS');
  teller.step(`Both phones are registered over ${tls.version} (${tls.suite}), trusting this system's authority alone`);
}

async function talk([caller, called]: Phones, teller: Teller): Promise<void> {
  const rung = called.rung(limitMs);
  const out = taken(caller.call(called.number));
  const incoming = taken(await rung);
  taken(await out.rings(limitMs));
  must(incoming.farNumber === caller.number, `${called.number} is shown a call of ${incoming.farNumber}`);
  teller.step(`${caller.number} calls ${called.number}, and it rings`);
  await answer(out, incoming);
  teller.step(`${called.number} answers; both agree on SRTP with ${out.security.suite}`);
  const listeners: readonly Listener[] = [
    { call: incoming, near: called.number, far: caller.number },
    { call: out, near: caller.number, far: called.number },
  ];
  for (const words of await hearTones(listeners)) teller.step(words);
  taken(await out.hold());
  await hearSilence(listeners);
  teller.step(`${caller.number} holds the call: silence both ways`);
  taken(await out.resume());
  await hearTones(listeners);
  teller.step(`${caller.number} resumes it: both hear each other again`);
  incoming.hangUp();
  const end = taken(await out.ended(limitMs));
  taken(await incoming.ended(limitMs));
  must(end.by === 'far' && end.status === 200, `the call ended otherwise: ${end.status} ${end.reason}`);
  teller.step(`${called.number} hangs up, and ${caller.number} is told`);
}

async function answer(out: HandsetCall, incoming: IncomingCall): Promise<void> {
  incoming.answer();
  taken(await out.established(limitMs));
  taken(await incoming.established(limitMs));
  for (const { security } of [out, incoming]) must(security.secure, 'the call is not encrypted end to end');
  must(out.security.suite === incoming.security.suite, 'the phones use different SRTP suites');
}

async function checkCall(node: DemoNode, teller: Teller): Promise<void> {
  const [record, second] = await node.ask<readonly HistoryRecord[]>('history', 'list');
  must(record !== undefined && second === undefined, 'the call history has not one record');
  const { caller, called, outcome, endedBy, secure } = record;
  must(
    caller.number === anna.number && called.number === bert.number && outcome === 'answered' && endedBy === 'called',
    `the call history tells of another call: ${JSON.stringify(record)}`,
  );
  must(secure === 'throughout', `the call history calls it secure ${secure}`);
  must(caller.srtpSuite !== '' && called.tlsVersion !== '', 'the call history does not say how it was encrypted');
  teller.step(`The call history: ${caller.number} to ${called.number}, answered, secure throughout`);
}

async function checkTrail(node: DemoNode, teller: Teller): Promise<void> {
  const { intact, words } = await node.ask<Verdict>('audit', 'verify');
  must(intact, `the audit trail is not whole: ${words}`);
  teller.step(`The audit trail: ${words.charAt(0).toLowerCase()}${words.slice(1).replace(/\.$/, '')}`);
}
