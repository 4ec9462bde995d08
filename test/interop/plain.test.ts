// The unencrypted listeners, switched on while the system runs: phones without SRTP talk over TCP and over UDP, never secure.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Baresip } from './baresip.ts';
import { listenIn, wordsInClear } from './clear.ts';
import { Office } from './office.ts';
import { call, hangUp, hearEachOther, hearNothing } from './talk.ts';

const plain = { encryption: 'none', mediaSecurity: 'preferred' } as const;

let office: Office;

before(async () => {
  office = await Office.open();
});

after(() => office?.close());

for (const [index, transport] of (['tcp', 'udp'] as const).entries()) {
  test(`over ${transport.toUpperCase()}: they talk, hold, resume and hang up, and the wire tells all of it`, async (t) => {
    await assert.rejects(office.node.port(`sip-${transport}`), /not open/);
    const port = await office.openListener(`sip-${transport}`);
    const capture = await office.capture(port);
    const ann = await office.phone({ number: `723120${index}`, toneHz: 440, transport, ...plain });
    const bob = await office.phone({ number: `723121${index}`, toneHz: 620, transport, ...plain });
    await call(ann, bob);
    await hearEachOther(t, ann, bob, 'talking');
    await ann.command('hold');
    await hearNothing(ann, bob);
    await ann.command('resume');
    await hearEachOther(t, ann, bob, 'resumed');
    await hangUp(bob, ann);
    await assertNeverSecure(ann, bob, transport.toUpperCase());
    const packets = await capture.packets([port, port], ann.mediaPorts, bob.mediaPorts);
    const words = ['SIP/2.0', 'INVITE', 'REGISTER', 'baresip', ann.number, bob.number];
    assert.deepEqual(wordsInClear(packets, words), words, 'a capture that held SIP would be seen to');
    const shares = listenIn(packets, [ann.toneHz, bob.toneHz]).map(({ share }) => share);
    assert.ok(shares.length === 2 && shares.every((share) => share > 0.95), `tones in the clear: ${shares}`);
  });
}

async function assertNeverSecure(caller: Baresip, called: Baresip, transport: string): Promise<void> {
  const record = await office.record(caller.number);
  assert.equal(record.outcome, 'answered');
  assert.equal(record.endedBy, 'called');
  assert.equal(record.secure, 'never');
  assert.equal(record.called.number, called.number);
  for (const leg of [record.caller, record.called]) {
    assert.equal(leg.transport, transport);
    assert.equal(`${leg.tlsVersion}${leg.tlsSuite}${leg.srtpSuite}`, '');
  }
}

test('an extension that requires SRTP gets no call over an unencrypted listener', async () => {
  const secret = await office.extension('7231220', 'required');
  const phone = await office.start({
    number: '7231220',
    secret,
    toneHz: 500,
    transport: 'tcp',
    encryption: 'srtp-mand',
  });
  await phone.registered();
  const mark = phone.mark;
  await phone.dial('7231200');
  assert.match((await phone.happened('CALL_CLOSED', mark)).param, /^488 /);
  await phone.logged(/Warning: 399 ringfence "The call must be encrypted: .*does not use SIP over TLS/);
  const record = await office.record('7231220');
  assert.equal(record.outcome, 'refused');
  assert.equal(record.secure, 'never');
});
