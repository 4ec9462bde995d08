// Messages are left, announced, heard and deleted, over TLS and SRTP with real streams; passcodes lock; who hangs up has left what they said.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pcmu, ToneDetector } from '#media';
import { dial, hear, limitMs, pilot, taken, until, VoicemailOffice } from './office.ts';

const forwarded = { forwardAlways: pilot } as const;
const passcode = '271828';

function shareOf(bytes: Uint8Array, toneHz: number): number {
  const detector = new ToneDetector(toneHz);
  detector.add(pcmu.decode(bytes));
  return detector.share;
}

test('a message is left, is what was said, is heard by its owner, saved and deleted', async () => {
  await VoicemailOffice.with({ 201: { name: 'Anna' }, 202: forwarded }, async (office) => {
    office.mailbox('202', passcode);
    const [anna, bert] = [await office.phone('201', 440), await office.phone('202', 620)];
    const out = await dial(anna, '202');
    assert.ok(out.security.secure);
    out.press('#');
    await hear(out, 100);
    out.press('#');
    await hear(out, 10);
    out.press('1');
    taken(await out.ended(2 * limitMs));
    const [message] = office.messages('202');
    assert.ok(message !== undefined && message.ms > 1_000, `${message?.ms} ms`);
    assert.deepEqual([message.number, message.name, message.state], ['201', 'Anna', 'new']);
    assert.deepEqual(office.voicemail.messagesOf('202'), { fresh: 1, heard: 0 });
    const sound = taken(await office.sounds.read(message));
    assert.ok(shareOf(sound.bytes, 440) > 0.95, `a share of ${shareOf(sound.bytes, 440)}`);

    const listening = await dial(bert, pilot);
    listening.press(`${passcode}#`);
    await hear(listening, 60);
    listening.press('1');
    listening.expect(440);
    await until('it is heard', () => office.messages('202')[0]?.state === 'heard');
    assert.ok(listening.heard().share > 0.5, 'the tone of the message is heard');
    listening.press('2');
    await until('it is saved', () => office.messages('202')[0]?.state === 'saved');
    listening.press('2');
    await hear(listening, 40);
    listening.press('3');
    await until('it is deleted', () => office.messages('202').length === 0);
    listening.hangUp();
    taken(await listening.ended(limitMs));
    assert.deepEqual(readdirSync(join(office.folder, 'voicemail')), []);
  });
});

test('who hangs up while they speak has left what they said, and nothing lies in the clear', async () => {
  await VoicemailOffice.with({ 201: { name: 'Anna Beispiel' }, 202: forwarded }, async (office) => {
    office.mailbox('202', passcode);
    const anna = await office.phone('201', 440);
    const out = await dial(anna, '202');
    out.press('#');
    await hear(out, 120);
    out.hangUp();
    await until('it is kept', () => office.messages('202').length === 1);
    const [message] = office.messages('202');
    assert.ok(message !== undefined && message.ms > 1_000);
    const [file = ''] = readdirSync(join(office.folder, 'voicemail'));
    const bytes = readFileSync(join(office.folder, 'voicemail', file));
    assert.ok(shareOf(bytes, 440) < 0.05);
    for (const name of readdirSync(office.folder).filter((one) => one.startsWith('ringfence.db'))) {
      const database = readFileSync(join(office.folder, name)).toString('latin1');
      for (const clear of ['Anna Beispiel', passcode]) assert.ok(!database.includes(clear), `${clear} in ${name}`);
    }
  });
});

test('three wrong passcodes lock the mailbox, also for the right one, and nobody else', async () => {
  await VoicemailOffice.with({ 201: {}, 202: {} }, async (office) => {
    office.mailbox('201', passcode);
    office.mailbox('202', '314159');
    const [anna, bert] = [await office.phone('201', 440), await office.phone('202', 620)];
    const out = await dial(anna, pilot);
    for (const wrong of ['1111', '2222', '3333']) {
      const refused = office.audit.length;
      out.press(`${wrong}#`);
      await until(`${wrong} is refused`, () => office.audit.length > refused);
    }
    taken(await out.ended(2 * limitMs));
    assert.ok(office.guard.isLocked('201'));
    const again = await dial(anna, pilot);
    again.press(`${passcode}#`);
    await until('the right one is refused', () => office.audit.length > 3);
    again.hangUp();
    const other = await dial(bert, pilot);
    other.press('314159#');
    await hear(other, 120);
    assert.equal(other.state, 'talking');
    assert.equal(office.audit.length, 4);
    other.press('*');
    taken(await other.ended(2 * limitMs));
    assert.ok(office.audit.every(({ data }) => !data.includes(passcode)));
  });
});

test('at the first login another passcode is chosen, and weak ones are not taken', async () => {
  await VoicemailOffice.with({ 201: {} }, async (office) => {
    office.mailbox('201', passcode, { mustChange: true });
    const anna = await office.phone('201', 440);
    const out = await dial(anna, pilot);
    out.press(`${passcode}#1234#1234#`);
    await hear(out, 150);
    out.press('902713#902713#');
    await until('it is changed', () => office.passcode('201') === '902713');
    assert.equal(office.box('201')?.mustChange, false);
    out.hangUp();
    taken(await out.ended(limitMs));
  });
});
