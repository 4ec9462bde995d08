// A phone registers, stays registered, and comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DigestAuthenticator, digestHa1, Header, printResponse, type SipMessage } from '#sip';
import type { Handset, HandsetEvent } from './handset.ts';
import type { HandsetSettings } from './settings.ts';
import { Bench, type ScriptedEnd } from './testing.ts';

const realm = 'office.example';

/** A registrar of a few lines, which the tests make as unkind as they need. */
class Registrar {
  readonly bench = new Bench();
  readonly end: ScriptedEnd = this.bench.scripted();
  readonly events: HandsetEvent[] = [];
  readonly digest: DigestAuthenticator;
  secret = 'secret of 201';
  grantsSeconds = 600;
  leastSeconds = 0;
  /** Answered instead, once each. */
  readonly refusals: { status: number; headers: string }[] = [];

  constructor() {
    this.digest = new DigestAuthenticator({ realm: () => realm, clock: this.bench.clock });
    this.end.script = (message, flow) => flow.send(this.#answer(message));
  }

  async phone(settings: Partial<HandsetSettings> = {}): Promise<Handset> {
    const phone = await this.bench.phone('201', settings);
    phone.events.on((event) => this.events.push(event));
    return phone;
  }

  get kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  #answer(request: SipMessage): string {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return printResponse(request, refusal.status, '', 'tag', refusal.headers);
    const verdict = this.digest.verify(request, 401, (username) => ({
      algorithms: ['SHA-256'],
      ha1: (algorithm) => digestHa1(algorithm, username, realm, this.secret),
    }));
    if (verdict.kind === 'wrong') return printResponse(request, 403, '', 'tag');
    if (verdict.kind !== 'right') {
      const challenge = this.digest.challenge(['SHA-256'], 401, verdict.kind !== 'none');
      return printResponse(request, 401, '', 'tag', challenge);
    }
    const asked = Number(/expires=(\d+)/.exec(request.get(Header.Contact) ?? '')?.[1]);
    if (asked > 0 && asked < this.leastSeconds)
      return printResponse(request, 423, '', 'tag', `Min-Expires: ${this.leastSeconds}\r\n`);
    const contact = request.contact === '*' ? '' : (request.contact?.uri ?? '');
    const granted = `Contact: <sip:other@192.0.2.7>;expires=5\r\nContact: <${contact}>;expires=${this.grantsSeconds}\r\n`;
    return printResponse(request, 200, 'OK', 'tag', asked === 0 ? '' : granted);
  }
}

test('a challenge is answered, and what was granted of our own contact is told', async () => {
  const registrar = new Registrar();
  const phone = await registrar.phone({ instance: 'urn:uuid:00000000-0000-1000-8000-08000f123456' });
  phone.register();
  registrar.bench.run();
  assert.deepEqual(await phone.registered(0), { ok: true, value: 600 });
  assert.ok(phone.isRegistered);
  const asked = registrar.end.last('REGISTER');
  assert.match(asked.get(Header.Contact) ?? '', /^<sip:201@192\.0\.2\.2:5061;transport=tls>/);
  assert.match(asked.get(Header.Contact) ?? '', /\+sip\.instance="<urn:uuid:[0-9a-f-]+>";reg-id=1;expires=3600$/);
  assert.equal(asked.uri, 'sip:office.example');
});

test('it registers again before it expires, with one challenge for all while the nonce lasts', async () => {
  const registrar = new Registrar();
  registrar.grantsSeconds = 120;
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.pass(240_000);
  assert.deepEqual(registrar.kinds, ['registered', 'registered', 'registered']);
  assert.equal(registrar.end.received.length, 4);
  const [first, second] = registrar.end.received;
  assert.equal(first?.callId, second?.callId);
  assert.equal(registrar.end.received.at(-1)?.cseq?.number, 4);
});

test('a nonce that has run out is replaced without a word', async () => {
  const registrar = new Registrar();
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.pass(460_000);
  assert.deepEqual(registrar.kinds, ['registered', 'registered']);
  assert.equal(registrar.end.received.length, 4);
});

test('asked too short, it asks for what the registrar wants', async () => {
  const registrar = new Registrar();
  registrar.leastSeconds = 90;
  const phone = await registrar.phone();
  phone.register(30);
  registrar.bench.run();
  assert.match(registrar.end.last('REGISTER').get(Header.Contact) ?? '', /;expires=90$/);
  assert.ok(phone.isRegistered);
});

test('a wrong secret is refused, and not tried again', async () => {
  const registrar = new Registrar();
  registrar.secret = 'another';
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.run();
  const registered = await phone.registered(0);
  assert.ok(!registered.ok);
  assert.equal(registered.refusal.words, 'Extension 201 could not register: 403 Forbidden.');
  registrar.bench.pass(120_000);
  assert.equal(registrar.end.received.length, 2);
});

test('a server that is busy is asked again when it said', async () => {
  const registrar = new Registrar();
  registrar.refusals.push({ status: 503, headers: 'Retry-After: 7\r\n' });
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.pass(6_900);
  assert.deepEqual(registrar.kinds, ['registration-failed']);
  registrar.bench.pass(200);
  assert.deepEqual(registrar.kinds, ['registration-failed', 'registered']);
});

test('a connection that is lost is opened again, and registered over', async () => {
  const registrar = new Registrar();
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.run();
  registrar.bench.cut();
  assert.ok(!phone.isRegistered);
  registrar.bench.clock.advance(1_000);
  await phone.start();
  registrar.bench.run();
  assert.deepEqual(registrar.kinds, ['registered', 'line-lost', 'registered']);
});

test('unregistered is unregistered: the contact goes and nothing is sent any more', async () => {
  const registrar = new Registrar();
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.run();
  const ended = phone.unregister();
  registrar.bench.run();
  assert.ok((await ended).ok);
  assert.match(registrar.end.last('REGISTER').get(Header.Contact) ?? '', /;expires=0$/);
  const before = registrar.end.received.length;
  registrar.bench.pass(3_600_000, 10_000);
  assert.equal(registrar.end.received.length, before);
  registrar.bench.end();
});

test('without any answer the registration fails and is tried again', async () => {
  const registrar = new Registrar();
  registrar.end.script = () => undefined;
  const phone = await registrar.phone();
  phone.register();
  registrar.bench.pass(32_500);
  assert.deepEqual(registrar.kinds, ['registration-failed']);
  const refused = await phone.registered(0);
  assert.ok(!refused.ok);
  assert.match(refused.refusal.words, /408/);
});
