// What destinations are told, in the words and names that docs/events.md promises.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSyslog } from '../../outbound/testing.ts';
import type { Notice } from '../alarm.ts';
import { alarmMessage, entryMessage } from '../streams/messages.ts';
import { mailOf } from './email.ts';
import { isTold } from './fields.ts';
import { eventOf } from './webhook.ts';

const atMs = Date.UTC(2026, 10, 22, 9, 30);
const notice = (more: Partial<Notice> = {}): Notice => ({
  ...{ number: 12, id: 'ab12', kind: 'raised', atMs },
  alarm: {
    ...{
      number: 7,
      id: 'system.portal',
      severity: 'major',
      worst: 'major',
      form: 'network-listeners',
      extent: 0,
      times: 1,
    },
    ...{ words: 'The portal has ended 3 times.', remedy: 'Look into the log.' },
    ...{ raisedAtMs: atMs, acknowledgedAtMs: 0, acknowledgedBy: '', clearedAtMs: 0 },
  },
  ...more,
});
const letterhead = { from: 'pbx@example.com', to: ['a@example.com'], system: 'Head office', atMs };
const sender = { host: 'pbx', system: 'Head office', version: '1.2', mostBytes: 2_048 };

test('a mail about one alarm says all of it in its subject; about several the worst and how many', () => {
  const one = mailOf([notice()], 0, letterhead);
  assert.equal(one.subject, '[major] Head office: The portal has ended 3 times.');
  assert.match(
    one.text,
    /^The portal has ended 3 times\.\n\nSeverity: major\nWhat to do: Look into the log\.\nWhere: network-listeners\nWhen: 2026-11-22T09:30:00\.000Z\nAlarm: 7\n/,
  );
  const cleared = notice({ kind: 'cleared', alarm: { ...notice().alarm, severity: 'critical' } });
  const two = mailOf([notice(), cleared], 3, letterhead);
  assert.equal(two.subject, '[critical] Head office: 2 events of alarms');
  assert.match(two.text, /^3 earlier events waited too long and are lost/);
  assert.match(two.text, /Has ended: The portal/);
});

test('an event of a webhook has the names that are promised', () => {
  assert.deepEqual(eventOf(notice(), 'Head office'), {
    type: 'alarm.raised',
    timestamp: '2026-11-22T09:30:00.000Z',
    data: {
      ...{ system: 'Head office', id: 'ab12', sequence: 12, alarm: 7, condition: 'system.portal', severity: 'major' },
      ...{ worst: 'major', words: 'The portal has ended 3 times.', remedy: 'Look into the log.' },
      ...{ form: 'network-listeners', times: 1, raisedAt: '2026-11-22T09:30:00.000Z', acknowledgedAt: '' },
      ...{ acknowledgedBy: '', clearedAt: '' },
    },
  });
});

test('a syslog message of an alarm has the names that are promised, and the severity of RFC 5674', () => {
  const { priority, kind, elements, words } = readSyslog(alarmMessage(notice(), sender).toString());
  assert.deepEqual([priority, kind, words], [14 * 8 + 2, 'alarm', 'The portal has ended 3 times.']);
  assert.deepEqual(elements, {
    origin: { software: 'Ringfence', swVersion: '1.2' },
    'alarm@32473': {
      ...{ system: 'Head office', event: 'raised', id: 'ab12', sequence: '12', alarm: '7', condition: 'system.portal' },
      ...{ severity: 'major', times: '1', form: 'network-listeners', acknowledgedBy: '' },
      ...{ raisedAt: '2026-11-22T09:30:00.000Z', remedy: 'Look into the log.' },
    },
  });
  const severityOf = (more: Partial<Notice>) => readSyslog(alarmMessage(notice(more), sender).toString()).priority % 8;
  assert.equal(severityOf({ kind: 'cleared' }), 5);
  assert.equal(severityOf({ alarm: { ...notice().alarm, severity: 'critical' } }), 1);
  assert.equal(severityOf({ alarm: { ...notice().alarm, severity: 'minor' } }), 3);
});

test('an entry of the trail fits into the smallest message whatever is in it', () => {
  const long = 'Ä'.repeat(500);
  const entry = {
    ...{ id: 9_007_199_254_740_991, atMs, level: 'high', user: long, sourceIp: long, application: long, context: long },
    ...{ action: long, data: 'x'.repeat(65_536), hash: 'f'.repeat(64) },
  };
  const message = entryMessage(entry, { ...sender, system: long });
  assert.ok(message.length <= 2_048, `${message.length}`);
  const { elements, words, priority } = readSyslog(message.toString());
  const element = elements['audit@32473'];
  assert.deepEqual([element?.id, element?.hash, element?.dataBytes], ['9007199254740991', 'f'.repeat(64), '65536']);
  assert.ok(words.endsWith('x…'));
  assert.equal(priority, 13 * 8 + 5);
});

test('a destination is told from its severity on', () => {
  const told = (from: Parameters<typeof isTold>[0]) =>
    (['critical', 'major', 'minor'] as const).filter((severity) => isTold(from, severity));
  assert.deepEqual(
    [told('none'), told('critical'), told('major'), told('minor')],
    [[], ['critical'], ['critical', 'major'], ['critical', 'major', 'minor']],
  );
});
