// Whatever phones and the network do, in whatever order: the server does not fail, answers every INVITE once, records every
// call once, sends no key in the clear, and keeps nothing when all is over. A seed that fails is printed with its shortest case.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SipMessage } from '#sip';
import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, type Media, mediaOf, sdp } from './sdp.ts';
import { session } from './texts.ts';
import { World } from './world.ts';

const deeds = [
  ...['call', 'call', 'answer', 'answer', 'answer', 'answer', 'reply', 'reply', 'ack', 'ack', 'ack', 'cancel', 'bye'],
  ...['prack', 'prack', 'info'],
  ...['update', 'reinvite', 'lose', 'double', 'hold', 'release', 'reverse', 'pass', 'pass', 'pass'],
  ...['reconnect', 'register', 'disturb', 'clear'],
] as const;

/** One step: what is done, by which phone, in which of its calls, and how. */
const step = fc.record({
  deed: fc.constantFrom(...deeds),
  phone: fc.nat(4),
  call: fc.nat(5),
  to: fc.constantFrom('201', '202', '203', '202', '203', '201', '204', '299', '290', '291'),
  media: fc.constantFrom('either', 'either', 'either', 'srtp', 'plain'),
  isFitting: fc.constantFrom(true, true, true, false),
  hasBody: fc.constantFrom(true, true, true, false),
  isReliable: fc.boolean(),
  status: fc.constantFrom(200, 200, 200, 200, 200, 180, 183, 183, 100, 302, 481, 486, 488, 491, 500, 603),
  header: fc.constantFrom('Supported: timer', 'Supported: 100rel', 'Require: 100rel', 'Subject: none'),
  lane: fc.constantFrom('up', 'down'),
  count: fc.integer({ min: 1, max: 4 }),
  ms: fc.constantFrom(100, 600, 5_000, 35_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const groups = [
  { number: '290', members: '202 203 204', kind: 'ringAll', overflowGroup: '291' },
  { number: '291', members: '203 201 202', kind: 'circular', memberSeconds: 5, overflowExtension: '203' },
];

class Crowd {
  readonly world: World;
  readonly phones: readonly Phone[];
  readonly #calls = new Map<Phone, PhoneCall[]>();
  #version = 1;

  constructor() {
    const preferred = { mediaSecurity: 'preferred' } as const;
    this.world = new World({ 201: preferred, 202: preferred, 203: preferred, 204: {} }, { 'hunt-groups': groups });
    const udp = { transport: 'UDP', repeats: true } as const;
    this.phones = [
      this.world.phone('201'),
      this.world.phone('202', udp),
      this.world.phone('203'),
      this.world.phone('203', udp),
      this.world.phone('204'),
    ];
    for (const phone of this.phones) phone.manners.checksNumbers = false;
  }

  take(step: Step): void {
    const phone = this.phones[step.phone];
    assert.ok(phone !== undefined);
    switch (step.deed) {
      case 'pass':
        return this.world.pass(step.ms, step.ms > 1_000 ? 250 : 50);
      case 'call':
        return this.#begin(phone, step);
      case 'register':
      case 'reconnect':
        return this.#register(phone, step.deed === 'reconnect' && phone.transport !== 'UDP');
      case 'disturb':
        return this.world.set(phone.number, { doNotDisturb: step.count === 1 });
      case 'clear':
        if (step.count === 1) this.world.server.clearAll('random');
        return this.world.run();
      default:
        this.#disturb(phone, step);
        this.#act(step);
        this.world.run();
    }
  }

  #register(phone: Phone, isAnew: boolean): void {
    calm(phone);
    if (isAnew) phone.reconnect();
    phone.register();
  }

  /** A connection holds messages back; only UDP loses, doubles and reorders them. */
  #disturb(phone: Phone, { deed, lane: name, count }: Step): void {
    const lane = phone[name];
    if (deed === 'hold') lane.hold();
    else if (deed === 'release') lane.release(undefined, longestMs(phone));
    else if (phone.transport !== 'UDP') return;
    else if (deed === 'lose') lane.lose = count;
    else if (deed === 'double') lane.double = count;
    else if (deed === 'reverse') lane.release((held) => held.reverse(), longestMs(phone));
  }

  #begin(phone: Phone, { to, media, hasBody, header }: Step): void {
    const body = hasBody ? session(this.#offer(media)) : undefined;
    const other = to === phone.number ? '203' : to;
    this.#callsOf(phone).push(phone.call(other, body, { headers: [header] }));
  }

  /** Something that somebody can do now. */
  #act(step: Step): void {
    const { deed, hasBody, media } = step;
    for (const phone of this.phones) this.#callsOf(phone).push(...phone.offered.splice(0));
    const able = [...this.#calls.values()].flat().filter((call) => canDo(call, deed));
    const call = able[step.call % Math.max(1, able.length)];
    if (call === undefined) return;
    if (deed === 'answer') this.#answerCall(call, step);
    else if (deed === 'reply') this.#reply(call, step);
    else if (deed === 'cancel') call.cancel();
    else if (deed === 'ack') this.#acknowledge(call, step);
    else if (deed === 'prack') this.#prack(call, hasBody ? undefined : this.#offer(media));
    else if (deed === 'bye') call.bye();
    else if (deed === 'info') call.request('INFO', { body: { type: 'application/dtmf', text: '5' } });
    else if (deed === 'update') call.update(hasBody ? this.#offer(media) : undefined);
    else if (deed === 'reinvite') call.reinvite(hasBody ? this.#offer(media) : undefined);
  }

  #acknowledge(call: PhoneCall, step: Step): void {
    const success = call.inbox.find('200 INVITE');
    call.ack(call.sent?.body === undefined ? this.#answer(step, success) : undefined);
  }

  #answerCall(call: PhoneCall, step: Step): void {
    const { status, hasBody, media, isReliable } = step;
    const isEarly = status > 100 && status < 200;
    const headers = isReliable && isEarly ? ['Require: 100rel', `RSeq: ${this.#version}`] : [];
    const hasOffer = (call.invited?.body ?? '') !== '';
    const body = hasOffer ? this.#answer(step, call.invited) : this.#offer(media);
    call.answer(status, (hasBody && isEarly) || status === 200 ? body : undefined, headers);
  }

  #reply(call: PhoneCall, step: Step): void {
    const { status, hasBody } = step;
    for (const method of ['INVITE', 'UPDATE', 'PRACK', 'INFO']) {
      const request = call.inbox.find(method);
      if (request === undefined || (method === 'INVITE' && request.to?.tag === '')) continue;
      const text = request.body === '' && method === 'INVITE' ? this.#offer(step.media) : this.#answer(step, request);
      const body = status === 200 && hasBody && method !== 'INFO' ? session(text) : undefined;
      return call.respond(request, status, { body });
    }
  }

  #prack(call: PhoneCall, body: string | undefined): void {
    const progress = call.inbox.find('183 INVITE') ?? call.inbox.find('180 INVITE');
    if (progress !== undefined) call.prack(progress, body);
  }

  /** Everybody stops: what can be hung up is, and time passes until the last timer has run out. */
  end(): void {
    for (const phone of this.phones) calm(phone);
    this.world.run();
    for (const [phone, calls] of this.#calls) {
      for (const call of [...calls, ...phone.offered]) {
        if (call.role === 'caller' && call.remoteTag === '') call.cancel();
        else if (call.target !== '') call.bye();
      }
    }
    this.world.pass(40 * 60_000, 1_000);
    const ended = this.world.events.filter(({ kind }) => kind === 'ended').length;
    this.world.end(ended);
  }

  #callsOf(phone: Phone): PhoneCall[] {
    const calls = this.#calls.get(phone) ?? [];
    this.#calls.set(phone, calls);
    return calls;
  }

  #offer(media: Media): string {
    return sdp({ version: ++this.#version, media });
  }

  /** An answer that fits the offer, or one of whatever kind. */
  #answer({ isFitting, media }: Step, offer: SipMessage | undefined): string {
    const fitting = mediaOf(offer?.body ?? '');
    return answerSdp({ version: ++this.#version, media: isFitting ? fitting : media });
  }
}

function canDo(call: PhoneCall, deed: Step['deed']): boolean {
  if (deed === 'answer') return call.role === 'called' && call.answered === 0;
  if (deed === 'cancel') return call.role === 'caller' && call.inbox.count('200 INVITE') === 0;
  if (call.target === '') return false;
  if (deed === 'ack') return call.inbox.count('200 INVITE') > 0;
  return deed !== 'reply' || call.inbox.names.some((name) => /^[IUP][A-Z]+$/.test(name));
}

/** The network is itself again. */
function calm(phone: Phone): void {
  for (const lane of [phone.up, phone.down]) {
    lane.lose = 0;
    lane.double = 0;
    lane.release(undefined, longestMs(phone));
  }
}

/** T4: how long a datagram may be on its way. */
const longestMs = ({ transport }: Phone): number => (transport === 'UDP' ? 5_000 : Number.POSITIVE_INFINITY);

test('random steps of phones, network and time', () => {
  let calls = 0;
  let answered = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), (steps) => {
      const crowd = new Crowd();
      for (const one of steps) crowd.take(one);
      crowd.end();
      calls += crowd.world.records.length;
      answered += crowd.world.records.filter(({ answeredAtMs }) => answeredAtMs > 0).length;
    }),
    { seed: 20_261_122, numRuns: 1_500, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false },
  );
  assert.ok(calls > 100 && answered > 50, `too little happened: ${calls} calls, ${answered} answered`);
});
