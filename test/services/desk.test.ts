// Conferences, queues and page zones joined to configuration and calls: sealed PINs, who is free, what the views show and do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, systemClock } from '#base';
import { localActor } from '#security';
import { type Meetings, openMeetings } from '../../apps/core/conference-desk.ts';
import { FakeCall, runStory, settled } from '../../src/services/testing.ts';
import { Exchange, limitMs, taken } from '../walks/exchange.ts';
import { type Office, withOffice } from '../walks/office.ts';

const clerk = localActor('test');
const named = { 500: ['conference', 'board'], 501: ['queue', 'sales'], 502: ['paging', 'shop'] } as const;
const isNamed = (number: string): number is `${keyof typeof named}` => Object.hasOwn(named, number);

async function withMeetings(
  work: (site: { office: Office; exchange: Exchange; meetings: Meetings; changed: string[] }) => Promise<void>,
): Promise<void> {
  const run = async (office: Office): Promise<void> => {
    const { administration, trail, done } = office;
    for (const number of ['201', '202', '203', '204'])
      await done({ kind: 'add', form: 'users-and-services', patch: { number } });
    await Exchange.with({ 201: {}, 202: {}, 203: { doNotDisturb: true }, 204: {} }, async (exchange) => {
      const changed: string[] = [];
      const meetings = openMeetings({
        ...{ administration, trail, calls: exchange.server, clock: systemClock },
        changes: { note: (form: string) => void changed.push(form) },
        // Everything but its locks, which are tried elsewhere.
        guard: { check: (_, given, expected) => given === expected },
        speech: { count: () => [], digits: () => [], nameOf: () => undefined },
        dialler: { dial: async () => ok(new FakeCall(systemClock, { service: '502' })) },
        named: (kind, number) => (isNamed(number) && named[number][0] === kind ? named[number][1] : undefined),
      });
      await work({ office, exchange, meetings, changed });
    });
  };
  await withOffice(run);
}

const add = (form: string, patch: Record<string, unknown>) => ({ kind: 'add', form, patch }) as const;

async function take(service: { take(call: FakeCall): Promise<void> }, call: FakeCall, keys = ''): Promise<FakeCall> {
  call.press(keys);
  void runStory((story) => service.take(story as FakeCall), call);
  await settled();
  return call;
}

const rowsOf = async ({ administration }: Office, view: string) =>
  taken(await administration.query(clerk, view)).records.map(({ values }) => values);

test('a sealed PIN opens the conference, a changed one at once; the view shows who is in it and ends it, on record', () =>
  withMeetings(async ({ office, meetings: { conference }, changed }) => {
    const { administration, done, trail } = office;
    await done(add('conferences', { name: 'board', pin: '739105', encryption: 'announced' }));
    const outside = (): FakeCall => new FakeCall(systemClock, { service: '500', number: '0301' });
    const guest = await take(conference, outside(), '739105#');
    assert.equal(guest.room, 'conference:board');
    await done({ kind: 'change', form: 'conferences', key: 'board', patch: { pin: '852046' } });
    const late = await take(conference, outside(), '739105#852046#');
    assert.equal(late.heard[2], 'conference.wrong-pin');
    assert.equal(late.room, 'conference:board');
    const rows = await rowsOf(office, 'conferences-in-progress');
    assert.deepEqual(
      rows.map(({ number, conference: name }) => [number, name]),
      [
        ['0301', 'board'],
        ['0301', 'board'],
      ],
    );
    taken(await administration.act(clerk, 'conferences-in-progress', 'end', guest.id));
    await settled();
    assert.deepEqual([guest.isOver, late.isOver], [true, true]);
    assert.ok(changed.includes('conferences-in-progress'));
    const gone = await administration.act(clerk, 'conferences-in-progress', 'end', guest.id);
    assert.equal(gone.ok ? '' : gone.refusal.code, 'forms.no-such-record');
    const entries = await trail.list({ limit: 1 });
    assert.deepEqual([entries[0]?.action, entries[0]?.user], ['end', 'local']);
  }));

test('agents are free, busy or away as calls and phones have them', () =>
  withMeetings(async ({ office, exchange }) => {
    await office.done(add('call-queues', { name: 'sales', agents: '201 202 203 204' }));
    const counts = async () => {
      const [row] = await rowsOf(office, 'queues-now');
      return [row?.free, row?.busy, row?.away];
    };
    assert.deepEqual(await counts(), [0, 0, 4], 'nobody is registered');
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    await exchange.phone('203');
    assert.deepEqual(await counts(), [2, 0, 2], 'who does not want to be disturbed is away');
    const rung = bert.rung(limitMs);
    const out = taken(anna.call('202'));
    taken(await rung);
    assert.deepEqual(await counts(), [0, 2, 2]);
    out.hangUp();
    taken(await out.ended(limitMs));
    exchange.set('202', { awayFromGroups: true });
    assert.deepEqual(await counts(), [1, 0, 3]);
  }));

test('without Paging in their class nobody pages', () =>
  withMeetings(async ({ office, meetings: { paging } }) => {
    await office.done(add('page-zones', { name: 'shop', members: '202' }));
    const caller = await take(paging, new FakeCall(systemClock, { service: '502', extension: '201' }));
    assert.equal(caller.declined, 403);
  }));
