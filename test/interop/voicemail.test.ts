// Voicemail with real phones over TLS, SRTP demanded: a message is left, the lamp shows it, its owner hears it and deletes it; passcodes lock and
// open again.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Handset, Subscription } from '#handset';
import type { PageLine, RecordLine } from '../../apps/core/protocol.ts';
import type { Baresip } from './baresip.ts';
import { FeatureHouse, hears, isSecure, patienceMs, taken } from './feature-house.ts';
import { until } from './wait.ts';

const tones = { anna: 440, bert: 620 } as const;
const passcode = '271828';
const other = '902713';
const pilot = '7231590';

let house: FeatureHouse;
let anna: Baresip;
let bert: Baresip;
let lamp: Handset;

before(async () => {
  house = await FeatureHouse.open(['vm-options.lockMinutes=0']);
  await house.add({ form: 'service-numbers', patch: { number: pilot, name: 'Voicemail', kind: 'voicemail' } });
  const secret = 'secret-of-both-phones-of-it';
  [anna, bert] = await Promise.all([
    house.baresip('7231500', tones.anna),
    house.baresip('7231501', tones.bert, { extension: { sipSecret: secret, forwardBusy: pilot } }),
  ]);
  lamp = await house.secondHandset('7231501', secret, tones.bert);
  lamp.whenCalled = { do: 'nothing' };
  await house.add({ form: 'voice-mailboxes', patch: { number: bert.number, passcode } });
});

after(() => house?.close());
afterEach(() => house.clear());

/** What the lamp of the mailbox says: new and others. */
async function lampShows(watch: Subscription, words: string): Promise<void> {
  await until(`the lamp shows ${words}`, patienceMs, () => watch.document.includes(`Voice-Message: ${words}`));
}

const dnd = (on: boolean) =>
  house.office.node.ask('form.change', {
    changes: [{ kind: 'change', form: 'users-and-services', key: bert.number, patch: { doNotDisturb: on } }],
  });

async function press(phone: Baresip, keys: string): Promise<void> {
  await phone.command('sndcode', keys);
}

/** When the message came and from whom is said before it. */
async function begins(phone: Baresip, toneHz: number): Promise<void> {
  await until('the message begins', 2 * patienceMs, async () => {
    const from = phone.heard;
    await phone.hears(0.2);
    return phone.share(toneHz, from) > 0.9;
  });
}

async function dial(phone: Baresip, number: string): Promise<number> {
  const mark = phone.mark;
  await phone.dial(number);
  await phone.happened('CALL_ESTABLISHED', mark);
  return mark;
}

test('a message is left, the lamp is lit, its owner hears the very tone, deletes it, and the lamp goes out', async (t) => {
  const watch = taken(lamp.watch('message-summary', bert.number));
  await lampShows(watch, '0/0');
  await dnd(true);
  const left = await dial(anna, bert.number);
  await house.call({ caller: anna.number, called: pilot, state: 'talking', secure: isSecure });
  await press(anna, '#');
  await anna.hears(4);
  await press(anna, '#');
  await anna.hears(1);
  await press(anna, '1');
  await anna.happened('CALL_CLOSED', left, 3 * patienceMs);
  await lampShows(watch, '1/0');
  await dnd(false);

  const heard = await dial(bert, pilot);
  await press(bert, `${passcode}#`);
  await bert.hears(2);
  await press(bert, `${other}#`);
  await bert.hears(2);
  await press(bert, `${other}#`);
  await until('the passcode is changed', patienceMs, async () => (await mailbox()).mustChange === false);
  await press(bert, '1');
  await begins(bert, tones.anna);
  await hears(t, bert, tones.anna, 'the message');
  await lampShows(watch, '0/1');
  await press(bert, '3');
  await lampShows(watch, '0/0');
  await bert.command('hangup');
  await bert.happened('CALL_CLOSED', heard);
  watch.stop();
});

test('wrong passcodes lock the mailbox until it is reset, and the right one opens it again', async () => {
  for (const wrong of ['1111', '2222', '3333']) {
    const mark = await dial(bert, pilot);
    await press(bert, `${wrong}#`);
    await bert.hears(2);
    await bert.command('hangup');
    await bert.happened('CALL_CLOSED', mark);
  }
  await until('it is locked', patienceMs, async () => (await state()).locked === true);
  const mark = await dial(bert, pilot);
  for (let attempt = 0; attempt < 3; attempt++) await press(bert, `${other}#`);
  await bert.happened('CALL_CLOSED', mark, 3 * patienceMs);
  await house.office.node.ask('form.act', { view: 'mailbox-states', action: 'open', key: bert.number });
  assert.equal((await state()).locked, false);
  await dial(bert, pilot);
  await press(bert, `${other}#`);
  await bert.hears(5);
  await press(bert, '*');
  await house.isQuiet();
});

async function mailbox(): Promise<RecordLine['values']> {
  const { values } = await house.office.node.ask<RecordLine>('form.get', { form: 'voice-mailboxes', key: bert.number });
  return values;
}

async function state(): Promise<RecordLine['values']> {
  const { records } = await house.office.node.ask<PageLine>('form.query', { form: 'mailbox-states', limit: 10 });
  const found = records.find(({ key }) => key === bert.number);
  assert.ok(found !== undefined);
  return found.values;
}
