// A weekend of toll fraud against a whole node whose minutes last ten seconds: what a stolen secret, many short calls, a forwarded phone
// and callers from outside come to, while a colleague goes on calling.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Handset, HandsetCall } from '#handset';
import type { AuditLine } from '../../apps/core/protocol.ts';
import type { TollSpentLine } from '../../apps/core/toll-protocol.ts';
import { until } from '../interop/wait.ts';
import { endOf, hangUp, place, type Row, Site, talk } from '../office/site.ts';

const cuba = { number: '+5352345678', dialled: '005352345678' };
const home = { number: '+498912345', dialled: '08912345' };
const premium = { number: '+499001234567', dialled: '09001234567' };
const patienceMs = 30_000;
/** In ten-thousandths of the currency. */
const money = { cuba: 50_000, mostOfExtension: 200_000 };

let site: Site;
let colleague: Handset;
let inCuba: Handset;

before(async () => {
  site = await Site.open({}, [], ['--import', new URL('hurry.ts', import.meta.url).href]);
  await site.change(
    { kind: 'add', form: 'toll-countries', patch: { destination: 'CU' } },
    { kind: 'add', form: 'toll-countries', patch: { destination: 'FR' } },
    { kind: 'add', form: 'toll-tariffs', patch: { prefix: '+53', perMinute: money.cuba } },
    { kind: 'change', form: 'smdr-options', patch: { recording: true } },
  );
  inCuba = site.provider.subscriber(cuba.number);
  for (const { number } of [home, premium]) site.provider.subscriber(number);
  colleague = await site.phone('202');
});

after(() => site?.close());

/** The colleague reaches a number within the country. */
async function colleagueCalls(): Promise<void> {
  await hangUp(await talk(colleague, home.dialled));
}

async function spentBy(extension: string): Promise<number> {
  const spent = await site.node.ask<readonly TollSpentLine[]>('toll.spent');
  return spent.find(({ who }) => who === `Extension ${extension}`)?.moneyDay ?? 0;
}

/** Of the last call of an extension that was refused. */
async function lastRefusal(caller: string): Promise<Row> {
  const rows = await site.rows('call-history');
  const refused = rows.filter((row) => row.caller === caller && row.code !== '');
  const last = refused.sort((a, b) => String(a.started).localeCompare(String(b.started))).at(-1);
  assert.ok(last !== undefined, `no call of ${caller} was refused`);
  return last;
}

/** An alarm is raised a moment after its cause. */
const alarmed = (pattern: RegExp): Promise<Row> =>
  until(`an alarm ${pattern}`, patienceMs, async () =>
    (await site.rows('alarms')).find(({ words, state }) => state === 'active' && pattern.test(String(words))),
  );

/** Ended by the system, as the phone sees it. */
async function cleared(call: HandsetCall): Promise<void> {
  const end = await call.ended(patienceMs);
  assert.ok(end.ok, 'it goes on');
  assert.equal(end.value.by, 'far');
}

test('a stolen secret: what is spent stays within the limit, and calls in progress are ended before the minute that they cannot have', async () => {
  const thief = await site.phone('201');
  const held: HandsetCall[] = [];
  for (let call = 1; call <= 3; call++) held.push(await talk(thief, cuba.dialled));
  assert.equal(await endOf(place(thief, cuba.dialled)), 403);
  assert.equal((await lastRefusal('201')).code, 'calls.toll-limit');
  await hangUp(held[0] as HandsetCall);
  held[0] = await talk(thief, cuba.dialled);
  await hangUp(held[0]);
  for (let call = 1; call <= 10; call++) assert.equal(await endOf(place(thief, cuba.dialled)), 403);
  assert.equal(await spentBy('201'), money.mostOfExtension);
  await Promise.all(held.slice(1).map(cleared));
  await until('the far ends are told', patienceMs, () => inCuba.calls.size === 0);
  assert.equal(await spentBy('201'), money.mostOfExtension);
  await alarmed(/Extension 201 .*extensions/);
  const { cause, why } = await lastRefusal('201');
  assert.match(String(cause), /20/);
  assert.match(String(why), /more than/);
  await colleagueCalls();
});

test('many short calls and then a new country: the extension is blocked, its calls are ended, emergency calls go on', async () => {
  const thief = await site.phone('203');
  const held = await talk(thief, cuba.dialled);
  for (let call = 1; call <= 10; call++) await hangUp(await talk(thief, home.dialled));
  assert.equal(await endOf(place(thief, '0033123456789')), 403);
  assert.equal((await lastRefusal('203')).code, 'calls.toll-unusual');
  await cleared(held);
  assert.equal(await endOf(place(thief, home.dialled)), 403);
  assert.equal((await lastRefusal('203')).code, 'calls.toll-blocked');
  const [block, ...others] = await site.rows('toll-blocks');
  assert.deepEqual([block?.kind, block?.name, others], ['extension', '203', []]);
  await alarmed(/Extension 203 /);
  site.provider.subscriber('112');
  await hangUp(await talk(thief, '112'));
  await colleagueCalls();
});

test('a phone forwarded to a premium number: its class must grant it and the number be open', async () => {
  await site.extension('204', { forwardAlways: premium.dialled });
  const tried = async (): Promise<unknown> => {
    assert.equal(await endOf(place(colleague, '204')), 403);
    return (await lastRefusal('202')).code;
  };
  assert.equal(await tried(), 'calls.forward-external');
  await site.add('class-of-service', { number: 2, externalForward: true });
  await site.node.change('users-and-services', { dayService: 2 }, '204');
  assert.equal(await tried(), 'calls.toll-closed');
  await site.add('toll-countries', { destination: '+49900' });
  const paidBefore = await spentBy('202');
  await hangUp(await talk(colleague, '204'));
  assert.ok((await spentBy('204')) > 0);
  assert.equal(await spentBy('202'), paidBefore);
});

test('who comes in by a trunk reaches no trunk unless it is granted', async () => {
  const stranger = site.provider.subscriber('+4930555');
  await site.add('inbound-numbers', { number: '+4989123204', day: '204' });
  await site.node.change('users-and-services', { forwardAlways: home.dialled }, '204');
  assert.equal(await endOf(place(stranger, home.number)), 404);
  assert.equal(await endOf(place(stranger, '+4989123204')), 403);
  assert.equal((await lastRefusal('+4930555')).code, 'calls.tandem');
  await site.add('class-of-service', { number: 3, publicToPublic: true });
  await site.node.change('trunks', { dayService: 3 }, 'telco');
  await hangUp(await talk(stranger, '+4989123204'));
});

test('what was refused is on record: in the audit trail, in Call History with its steps, and in SMDR as barred', async () => {
  const entries = await site.node.ask<readonly AuditLine[]>('audit.list', { action: 'call barred', limit: 100 });
  for (const extension of ['201', '202', '203'])
    assert.ok(
      entries.some(({ user }) => user === extension),
      `nothing of ${extension}`,
    );
  const refused = (await site.rows('call-history')).filter(({ code }) => String(code).startsWith('calls.toll-'));
  for (const { why, code } of refused) assert.notEqual(why, '', String(code));
  const barred = (await site.rows('smdr-records')).filter(({ completion }) => completion === 'T');
  assert.equal(barred.filter(({ calling }) => calling === '201').length, 11);
  assert.deepEqual(site.node.faults, []);
});
