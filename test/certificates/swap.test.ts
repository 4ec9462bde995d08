// Certificates of telephony and web are swapped twenty times during a hundred calls and a hundred open sessions: nothing drops,
// and whoever connects then is shown the new one at once.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import type { CallLine, HistoryLine, PageLine, RegistrationLine, StatusLine } from '../../apps/core/protocol.ts';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { Random } from '../fuzz/random.ts';
import { TestNode } from '../node.ts';
import { CallBook } from '../office/call-book.ts';
import { makePairs, soonMs } from '../office/node.ts';
import { Office } from '../office/phones.ts';

const calls = 100;
const connections = 100;
const streams = 4;
const swaps = 20;

const node = await TestNode.start({ https: true, set: ['numbering.extensionLength=4'] });
const [sipPort, webPort] = [await node.port('sip-tls'), await node.port('https')];
const authority = node.authorityPem;
const book = new CallBook();
const plan = { port: sipPort, authority, random: new Random(1), book, talkMs: 3_600_000 };
const office = new Office({ ...plan, pairs: await makePairs(node, 2_000, calls) });
const held: Held[] = [];
after(async () => {
  for (const one of held) one.close();
  await office.close();
  await node.remove();
});

/** One connection of a browser, kept open: every request goes over it. */
class Held {
  isOpen = true;
  events = 0;
  readonly #socket: TLSSocket;
  readonly #head: string;

  private constructor(socket: TLSSocket, cookie: string) {
    this.#socket = socket;
    this.#head = `Host: localhost\r\nCookie: ${cookie}\r\n\r\n`;
    socket.on('close', () => {
      this.isOpen = false;
    });
    socket.on('error', () => undefined);
  }

  static async open(cookie: string): Promise<Held> {
    const socket = connect({ port: webPort, host: '127.0.0.1', servername: 'localhost', ca: authority });
    await once(socket, 'secureConnect');
    socket.setEncoding('utf8');
    return new Held(socket, cookie);
  }

  /** The status of an answer to who is logged in. */
  async ask(): Promise<string> {
    if (!this.isOpen) return 'closed';
    this.#socket.write(`GET /api/v1/session HTTP/1.1\r\n${this.#head}`);
    const [text] = await once(this.#socket, 'data');
    return String(text).slice(9, 12);
  }

  /** From now on it is told what happens. */
  follow(): void {
    this.#socket.on('data', () => this.events++);
    this.#socket.write(`GET /api/v1/events HTTP/1.1\r\n${this.#head}`);
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function logIn(): Promise<string> {
  const client = await node.https();
  const loginId = 'administrator';
  const newPassword = 'Bridge7#Orchard2&Lantern';
  const login = { loginId, tool: 'system-administration', bannerAccepted: true, newPassword };
  const body = { ...login, password: node.passwords[loginId] };
  const { headers } = await client.send('POST', 'login', { body });
  client.close();
  return String(headers['set-cookie']).split(';', 1)[0] ?? '';
}

/** What a newcomer is shown. */
async function shownAt(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

const upload = (place: string, { chain, key }: Made) => ({
  ...{ kind: 'change', form: `${place}-certificate` },
  patch: { source: 'uploaded', certificate: chain, privateKey: key },
});

const placesOf = (registrations: readonly RegistrationLine[]) =>
  registrations.map(({ extension, address }) => `${extension} ${address}`).sort();

test('nothing drops, and newcomers see the new one', { timeout: 120_000 }, async (context) => {
  office.register();
  await soonMs(() => office.registered === office.phones, 'phones are registered');
  office.call();
  await soonMs(() => office.talking === 2 * calls, 'everybody talks');
  const cookie = await logIn();
  for (let index = 0; index < connections; index++) held.push(await Held.open(cookie));
  const [followers, others] = [held.slice(0, streams), held.slice(streams)];
  for (const one of followers) one.follow();
  const before = placesOf(await node.ask('registrations.list'));
  const root = await makeRoot();
  const names = ['localhost', '127.0.0.1'];
  const began = performance.now();
  for (let swap = 1; swap <= swaps; swap++) {
    const [web, telephony] = await Promise.all([1, 2].map(() => makeCertificate({ issuer: root, names })));
    assert.ok(web !== undefined && telephony !== undefined);
    await node.ask('form.change', { changes: [upload('web-server', web), upload('telephony', telephony)] });
    await node.ask<StatusLine>('status');
    assert.deepEqual([await shownAt(webPort), await shownAt(sipPort)], [web.fingerprint, telephony.fingerprint]);
    const answers = await Promise.all(others.map((one) => one.ask()));
    assert.deepEqual(new Set(answers), new Set(['200']), `after swap ${swap}`);
  }
  context.diagnostic(`${swaps} swaps of both in ${Math.round(performance.now() - began)} ms`);
  assert.equal(office.talking, 2 * calls);
  const going = await node.ask<readonly CallLine[]>('calls.list');
  assert.equal(going.filter(({ state, secure }) => state === 'talking' && secure.startsWith('secure')).length, calls);
  assert.deepEqual(await node.ask<readonly HistoryLine[]>('history.list'), []);
  assert.deepEqual(placesOf(await node.ask('registrations.list')), before);
  assert.ok(followers.every(({ isOpen, events }) => isOpen && events > 1));
});

test('a refused one changes nothing; back to the own authority, and anew', async () => {
  const before = await shownAt(webPort);
  const other = await makeCertificate({ names: ['other.example'] });
  await assert.rejects(node.ask('form.change', { changes: [upload('web-server', other)] }), /security\.upload-names/);
  assert.equal(await shownAt(webPort), before);
  await node.change('web-server-certificate', { source: 'authority' });
  await node.ask<StatusLine>('status');
  const own = await shownAt(webPort);
  await node.ask('form.act', { view: 'certificates', action: 'renewNow', key: 'web' });
  await node.ask<StatusLine>('status');
  assert.equal(new Set([before, own, await shownAt(webPort)]).size, 3);
  const { records } = await node.ask<PageLine>('form.query', {
    form: 'issued-certificates',
    where: { state: 'revoked' },
  });
  assert.deepEqual(
    records.map(({ values }) => values.fingerprint),
    [own],
  );
  assert.equal(office.talking, 2 * calls);
  assert.ok(held.every(({ isOpen }) => isOpen));
});
