// Conferences, queues and page zones with a call server and built-in phones: who comes in, who is put through, whose phone answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#base';
import { serviceOf } from '#calls';
import type { HandsetCall } from '#handset';
import { type CallQueue, type ConferenceRecord, ConferenceService, PagingService, QueueService } from '#services';
import { Exchange, limitMs, taken } from '../walks/exchange.ts';
import { Rooms } from './rooms.ts';

const board: ConferenceRecord = {
  ...{ name: 'board', adHoc: false, most: 20, encryption: 'required', pin: false, pinInside: false, entry: 'tone' },
  ...{ mutedOnEntry: false, moderatorPin: false, moderators: ['201'], waitForModerator: false, endWithModerator: true },
  lockAllowed: true,
};
const speech = { count: () => [], digits: () => [], nameOf: () => undefined };

async function until(isSo: () => boolean, words: string): Promise<void> {
  const began = systemClock.steadyMs();
  while (!isSo()) {
    assert.ok(systemClock.steadyMs() - began < limitMs, words);
    await new Promise((resolve) => systemClock.after(10, () => resolve(undefined)));
  }
}

function conference(
  exchange: Exchange,
  record: Partial<ConferenceRecord> = {},
): { service: ConferenceService; rooms: Rooms } {
  const rooms = new Rooms();
  exchange.session = rooms.open;
  const service = new ConferenceService({
    ...{ clock: systemClock, speech, note: () => undefined, changed: () => undefined, pinOf: () => undefined },
    guard: { check: () => false },
    callerNow: ({ id, service }) => exchange.server.talkingWith(id, service),
    recordAt: () => ({ ...board, ...record }),
  });
  exchange.serve('500', service);
  return { service, rooms };
}

async function calls(exchange: Exchange, number: string, called = '500'): Promise<HandsetCall> {
  const phone = await exchange.phone(number);
  const call = taken(phone.call(called));
  taken(await call.established(limitMs));
  return call;
}

test('three phones are in one room, encrypted; it ends with its moderator', async () => {
  await Exchange.with({ 201: {}, 202: {}, 203: {} }, async (exchange) => {
    const { service, rooms } = conference(exchange);
    const all = [await calls(exchange, '201'), await calls(exchange, '202'), await calls(exchange, '203')];
    await until(() => rooms.taken.length === 3, 'three are in the room');
    assert.deepEqual(new Set(rooms.taken), new Set(['conference:board']));
    assert.ok(all.every(({ security }) => security.secure));
    const rows = service.rows();
    assert.deepEqual(
      rows.map(({ number, moderator, security }) => [number, moderator, security]),
      [
        ['201', true, 'secure'],
        ['202', false, 'secure'],
        ['203', false, 'secure'],
      ],
    );
    service.act('mute', rows[1]?.id ?? '');
    assert.ok(rooms.taken.includes('conference:board muted'));
    all[0]?.hangUp();
    for (const call of all) taken(await call.ended(limitMs));
    await until(() => rooms.streams.size === 0 && service.rows().length === 0, 'nothing is left');
  });
});

test('an ad hoc conference takes those whom its owner puts through, and nobody else', async () => {
  await Exchange.with({ 201: {}, 202: {}, 203: {} }, async (exchange) => {
    const { service, rooms } = conference(exchange, { adHoc: true });
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    const rung = bert.rung(limitMs);
    const out = taken(anna.call('202'));
    const in_ = taken(await rung);
    in_.answer();
    taken(await out.established(limitMs));
    const own = taken(anna.call('500'));
    taken(await own.established(limitMs));
    await until(() => rooms.taken.length === 1, 'its owner is in it');
    taken(await out.transfer('500'));
    await until(() => rooms.taken.length === 2, 'who was put through is in it');
    await calls(exchange, '203');
    await until(() => rooms.taken.length === 3, 'another extension has its own');
    assert.deepEqual(rooms.taken, ['conference:board:201', 'conference:board:201', 'conference:board:203']);
    assert.deepEqual(
      service.rows().map(({ number, moderator }) => [number, moderator]),
      [
        ['201', true],
        ['202', false],
        ['203', true],
      ],
    );
  });
});

test('who is put in the place of a moderator is shown, and moderates nothing', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const { service } = conference(exchange, { endWithModerator: false });
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    const rung = bert.rung(limitMs);
    const out = taken(anna.call('202'));
    taken(await rung).answer();
    taken(await out.established(limitMs));
    const own = taken(anna.call('500'));
    taken(await own.established(limitMs));
    await until(() => service.rows()[0]?.moderator === true, 'its moderator is in it');
    taken(await out.transferInto(own));
    await until(() => service.rows()[0]?.number === '202', 'who took their place is shown');
    assert.deepEqual(
      service.rows().map(({ moderator }) => moderator),
      [false],
    );
  });
});

test('a phone without encryption does not come in where everybody must be encrypted', async () => {
  await Exchange.with({ 202: { mediaSecurity: 'none' } }, async (exchange) => {
    const { service } = conference(exchange);
    const phone = await exchange.phone('202', { media: { policy: 'none' } });
    const call = taken(phone.call('500'));
    taken(await call.ended(limitMs));
    assert.deepEqual(service.rows(), []);
  });
});

const queue: CallQueue = {
  ...{ name: 'sales', group: '', agents: ['202'], retrySeconds: 2, most: 5, longestSeconds: 60 },
  ...{ music: 'music.calm', announceSeconds: 0, expectedWait: false, openIn: ['day', 'night1', 'night2'], closed: '' },
  ...{ nobody: 'wait', overflow: '' },
};

test('who waits in a queue is put through when the agent hangs up', async () => {
  await Exchange.with({ 201: {}, 202: {}, 203: {} }, async (exchange) => {
    const rooms = new Rooms();
    exchange.session = rooms.open;
    const { server } = exchange;
    const service = new QueueService({
      ...{ clock: systemClock, recordAt: () => queue, records: () => [queue], recordOf: () => queue },
      ...{ membersOf: () => [], modeNow: () => 'day', count: () => [], changed: () => undefined },
      stateOf: (number) => (server.watching.activity.isBusy(number) ? 'busy' : 'free'),
    });
    exchange.serve('500', service);
    server.events.on(() => service.agentsChanged());
    const [agent, other] = [await exchange.phone('202'), await exchange.phone('203')];
    const first = agent.rung(limitMs);
    const talk = taken(other.call('202'));
    taken(await first).answer();
    taken(await talk.established(limitMs));
    const caller = await calls(exchange, '201');
    await until(() => service.rows()[0]?.waiting === 1, 'it waits');
    assert.equal(service.rows()[0]?.busy, 1);
    const second = agent.rung(limitMs);
    talk.hangUp();
    const taking = taken(await second);
    assert.deepEqual(
      [rooms.streams.size, service.rows()[0]?.ringing],
      [1, 1],
      'the caller hears music until it is taken',
    );
    taking.answer();
    taken(await taking.established(limitMs));
    await until(() => service.rows()[0]?.waiting === 0, 'it does not wait any more');
    assert.equal(caller.state, 'talking');
    caller.hangUp();
    taken(await taking.ended(limitMs));
  });
});

const classes = {
  'class-of-service': [
    { number: 2, paging: true },
    { number: 3, autoAnswer: true },
  ],
};
const pages = { dayService: 2, night1Service: 2, night2Service: 2 };
const answers = { dayService: 3, night1Service: 3, night2Service: 3 };

test('whom an agent does not take is back in the queue, at their place', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    exchange.session = new Rooms().open;
    const service = new QueueService({
      ...{ clock: systemClock, recordAt: () => queue, records: () => [queue], recordOf: () => queue },
      ...{
        membersOf: () => [],
        modeNow: () => 'day',
        count: () => [],
        changed: () => undefined,
        stateOf: () => 'free',
      },
    });
    exchange.serve('500', service);
    const agent = await exchange.phone('202');
    const first = agent.rung(limitMs);
    const caller = await calls(exchange, '201');
    taken(await first).decline(486);
    const second = agent.rung(limitMs);
    await until(() => service.rows()[0]?.ringing === 0, 'nothing rings');
    assert.deepEqual([caller.state, service.rows()[0]?.waiting], ['talking', 1]);
    const again = taken(await second);
    again.answer();
    taken(await again.established(limitMs));
    await until(() => service.rows()[0]?.waiting === 0, 'it is taken');
    assert.equal(caller.state, 'talking');
  });
});

test('a page reaches the phones whose class lets them answer, one way, and ends with its speaker', async () => {
  const work = async (exchange: Exchange): Promise<void> => {
    const rooms = new Rooms();
    exchange.session = rooms.open;
    const { server, voice } = exchange;
    const serviceNow = (number: string) => {
      const station = server.stations.get(number);
      return station && serviceOf(station, server.tables.plan, systemClock.nowMs());
    };
    const service = new PagingService({
      ...{ clock: systemClock, dialler: voice, note: () => undefined },
      recordAt: () => ({ name: 'shop', members: ['202', '203', '204'], limitSeconds: 60 }),
      mayPage: (number) => serviceNow(number)?.paging === true,
      mayBePaged: (number) => serviceNow(number)?.autoAnswer === true,
    });
    exchange.serve('500', service);
    const members = [];
    for (const number of ['202', '203', '204'])
      members.push(await exchange.phone(number, { whenCalled: { do: 'answer', afterMs: 0 } }));
    const speaker = await calls(exchange, '201');
    await until(() => rooms.taken.length === 3, 'two phones and the speaker');
    assert.deepEqual(rooms.taken, ['page:shop deaf', 'page:shop muted', 'page:shop muted']);
    assert.deepEqual(
      members.map(({ calls: has }) => has.size),
      [1, 1, 0],
    );
    speaker.hangUp();
    await until(() => rooms.streams.size === 0, 'all have gone');
  };
  await Exchange.with({ 201: pages, 202: answers, 203: answers, 204: {} }, work, classes);
});
