// Every torture message, sent to a real node over UDP, TCP and TLS, as somebody unknown and as the phone of an extension:
// the answer is the one that the table gives, the node lives on, and honest phones still call each other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HonestPhones } from '../honest.ts';
import { type TortureCase, tortureMessages } from './expected.ts';
import { Ground, type Seen } from './ground.ts';

let ground: Ground;
let phones: HonestPhones;
const rows: string[] = [];

before(async () => {
  ground = await Ground.open();
  phones = await HonestPhones.open(ground.node);
  await phones.prove();
});

after(async () => {
  await phones?.close();
  await ground?.close();
});

const told = ({ statuses, stream }: Seen): string =>
  (statuses.join(', ') || 'no answer') + (stream === 'goes on' ? '' : `, ${stream}`);

function compare({ stranger, extension, stream, carries, lacks }: TortureCase, seen: Record<string, Seen>): void {
  const { udp, tcp, tls, phone } = seen;
  const wanted = (status: number): number[] => (status === 0 ? [] : [status]);
  assert.deepEqual(udp?.statuses, wanted(stranger), 'to a stranger over UDP');
  assert.deepEqual(phone?.statuses, wanted(extension), 'to an extension');
  for (const [name, over] of Object.entries({ TCP: tcp, TLS: tls })) {
    assert.equal(over?.stream, stream ?? 'goes on', `over ${name}`);
    const first = over?.statuses.slice(0, 1);
    if (stream === undefined) assert.deepEqual(over?.statuses, wanted(stranger), `to a stranger over ${name}`);
    else if (stream === 'waits') assert.deepEqual(first, [], `over ${name}`);
    else assert.ok(first?.[0] === 400 || first?.[0] === stranger, `over ${name}: ${first}`);
  }
  for (const pattern of carries) assert.match(phone?.answer?.text ?? '', pattern);
  for (const pattern of lacks) assert.doesNotMatch(phone?.answer?.text ?? '', pattern);
}

for (const entry of tortureMessages()) {
  const { rfc, section, name, bytes } = entry;
  test(`RFC ${rfc} §${section} ${name}`, async () => {
    // A stranger leaves no transaction behind, so what comes later is no repeat.
    const udp = await ground.asStranger(bytes);
    const tcp = await ground.overStream('tcp', bytes);
    const tls = await ground.overStream('tls', bytes);
    const phone = await ground.asExtension(bytes);
    const cells = [name.padEnd(30), told(udp).padEnd(10), told(tcp).padEnd(16), told(tls).padEnd(16), told(phone)];
    rows.push(cells.join(' '));
    compare(entry, { udp, tcp, tls, phone });
  });
}

test('what a running system answered, all in all', () => {
  console.log(`${'message'.padEnd(30)} UDP        TCP              TLS              an extension\n${rows.join('\n')}`);
  assert.equal(rows.length, 61);
});

/** The INVITEs in order, and what becomes of each on its way to a phone. */
const calls = ['esc01', 'longreq', 'baddate', 'ipv6-in-sdp', 'mult-ip-in-sdp', 'ipv4-mapped-ipv6'];

test('an INVITE that calls a number reaches its phone as a plain one, without what was odd in it', async () => {
  for (const { name, bytes } of tortureMessages()) {
    if (!calls.includes(name)) continue;
    const { invite, status } = await ground.callThrough(bytes);
    assert.equal(status, 486, `${name}: the phone's own refusal comes back`);
    assert.ok(invite !== undefined && invite.text.length < 3_000, `${name}: ${invite?.text.length} bytes`);
    assert.ok(invite.message !== undefined, `${name} arrives as a message`);
    assert.equal(invite.message.from?.uri, 'sip:300@127.0.0.1', `${name}: who calls is what the system says`);
    assert.doesNotMatch(invite.message.head, /example\.(com|net|org)|Date:|unknown/i, name);
  }
});

test('the node runs as before: no fault, no call left, and honest phones call each other', async () => {
  const figures = await phones.prove();
  assert.ok(figures.registeredMs < 1_000 && figures.answeredMs < 1_000, JSON.stringify(figures));
  assert.deepEqual(await ground.node.ask('calls.list'), []);
  assert.doesNotMatch(ground.node.log, / error /);
});
