// Every row of the four tables, walked over UDP and over a connection: what is sent, who is told, and nothing left behind.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Event,
  inviteClient,
  inviteServer,
  requestClient,
  requestServer,
  type State,
  type Table,
} from './tables.ts';
import { type MachineName, machineNames, Walk } from './testing.ts';

const tables: Readonly<Record<MachineName, Table>> = {
  'INVITE client': inviteClient,
  'request client': requestClient,
  'INVITE server': inviteServer,
  'request server': requestServer,
};

type Row = readonly [
  state: State,
  way: readonly Event[],
  event: Event,
  to: State,
  sent: readonly string[],
  told: string,
];

const invite = 'INVITE sip:202@198.51.100.7:5070 SIP/2.0';
const ack = 'ACK sip:202@198.51.100.7:5070 SIP/2.0';
const options = 'OPTIONS sip:202@198.51.100.7:5070 SIP/2.0';
const status = (number: number): string => `SIP/2.0 ${number} Phrase`;

/** The way into the state, the event, the state after it, what it sends and what it tells its user. */
const rows: Readonly<Record<MachineName, readonly Row[]>> = {
  'INVITE client': [
    ['calling', [], 'start', 'calling', [invite], ''],
    ['calling', ['start'], 'repeat-due', 'calling', [invite], ''],
    ['calling', ['start'], 'provisional', 'proceeding', [], 'pass 180'],
    ['calling', ['start'], 'success', 'accepted', [], 'pass 200'],
    ['calling', ['start'], 'failure', 'completed', [ack], 'pass 486'],
    ['calling', ['start'], 'deadline-passed', 'terminated', Array(6).fill(invite), 'timed-out'],
    ['calling', [], 'transport-failed', 'terminated', [], 'unsent'],
    ['proceeding', ['start', 'provisional'], 'provisional', 'proceeding', [], 'pass 180'],
    ['proceeding', ['start', 'provisional'], 'success', 'accepted', [], 'pass 200'],
    ['proceeding', ['start', 'provisional'], 'failure', 'completed', [ack], 'pass 486'],
    ['proceeding', ['start', 'provisional'], 'cancelled', 'proceeding', [], ''],
    ['proceeding', ['start', 'provisional', 'cancelled'], 'deadline-passed', 'terminated', [], 'timed-out'],
    ['accepted', ['start', 'success'], 'success', 'accepted', [], 'pass 200'],
    ['accepted', ['start', 'success'], 'absorbed', 'terminated', [], ''],
    ['completed', ['start', 'failure'], 'failure', 'completed', [ack], ''],
    ['completed', ['start', 'failure'], 'absorbed', 'terminated', [], ''],
  ],
  'request client': [
    ['trying', [], 'start', 'trying', [options], ''],
    ['trying', ['start'], 'repeat-due', 'trying', [options], ''],
    ['trying', ['start'], 'provisional', 'proceeding', [], 'pass 180'],
    ['trying', ['start'], 'success', 'completed', [], 'pass 200'],
    ['trying', ['start'], 'failure', 'completed', [], 'pass 486'],
    ['trying', ['start'], 'deadline-passed', 'terminated', Array(10).fill(options), 'timed-out'],
    ['trying', [], 'transport-failed', 'terminated', [], 'unsent'],
    ['proceeding', ['start', 'provisional'], 'repeat-due', 'proceeding', [options], ''],
    ['proceeding', ['start', 'provisional'], 'provisional', 'proceeding', [], 'pass 180'],
    ['proceeding', ['start', 'provisional'], 'success', 'completed', [], 'pass 200'],
    ['proceeding', ['start', 'provisional'], 'failure', 'completed', [], 'pass 486'],
    ['proceeding', ['start', 'provisional'], 'deadline-passed', 'terminated', Array(7).fill(options), 'timed-out'],
    ['proceeding', ['start', 'provisional'], 'transport-failed', 'terminated', [], 'unsent'],
    ['completed', ['start', 'success'], 'absorbed', 'terminated', [], ''],
  ],
  'INVITE server': [
    ['proceeding', ['provisional'], 'request', 'proceeding', [status(180)], ''],
    ['proceeding', [], 'provisional', 'proceeding', [status(180)], ''],
    ['proceeding', [], 'success', 'accepted', [status(200)], ''],
    ['proceeding', [], 'failure', 'completed', [status(486)], ''],
    ['proceeding', [], 'transport-failed', 'terminated', [], 'unsent'],
    ['accepted', ['success'], 'success', 'accepted', [status(200)], ''],
    ['accepted', ['success'], 'ack', 'accepted', [], 'pass ACK'],
    ['accepted', ['success'], 'absorbed', 'terminated', [], ''],
    ['accepted', ['success'], 'transport-failed', 'accepted', [], 'unsent'],
    ['completed', ['failure'], 'request', 'completed', [status(486)], ''],
    ['completed', ['failure'], 'repeat-due', 'completed', [status(486)], ''],
    ['completed', ['failure'], 'ack', 'confirmed', [], ''],
    ['completed', ['failure'], 'deadline-passed', 'terminated', Array(10).fill(status(486)), 'timed-out'],
    ['completed', ['failure'], 'transport-failed', 'terminated', [], 'unsent'],
    ['confirmed', ['failure', 'ack'], 'absorbed', 'terminated', [], ''],
  ],
  'request server': [
    ['trying', [], 'provisional', 'proceeding', [status(180)], ''],
    ['trying', [], 'success', 'completed', [status(200)], ''],
    ['trying', [], 'failure', 'completed', [status(486)], ''],
    ['trying', [], 'transport-failed', 'terminated', [], 'unsent'],
    ['proceeding', ['provisional'], 'request', 'proceeding', [status(180)], ''],
    ['proceeding', ['provisional'], 'provisional', 'proceeding', [status(180)], ''],
    ['proceeding', ['provisional'], 'success', 'completed', [status(200)], ''],
    ['proceeding', ['provisional'], 'failure', 'completed', [status(486)], ''],
    ['proceeding', ['provisional'], 'transport-failed', 'terminated', [], 'unsent'],
    ['completed', ['success'], 'request', 'completed', [status(200)], ''],
    ['completed', ['success'], 'absorbed', 'terminated', [], ''],
  ],
};

/** The row over a connection, where nothing is repeated and nothing absorbed; undefined where it cannot come to pass. */
function overConnection(machine: MachineName, row: Row): Row | undefined {
  const [state, way, event, to, sent, told] = row;
  const brief = machine !== 'INVITE server';
  if (event === 'repeat-due' || state === 'confirmed' || (brief && state === 'completed')) return undefined;
  if (event === 'transport-failed' && way.includes(machine === 'INVITE server' ? 'failure' : 'start')) return undefined;
  const ends = to === 'confirmed' || (brief && to === 'completed');
  return [state, way, event, ends ? 'terminated' : to, event === 'deadline-passed' ? [] : sent, told];
}

function check(walk: Walk, [state, way, event, to, sent, told]: Row): void {
  walk.after(...way);
  assert.equal(walk.state(), state, 'the way leads to the state');
  walk.flow.look();
  walk.told.length = 0;
  walk.after(event);
  assert.deepEqual({ to: walk.state(), sent: walk.flow.look(), told: walk.told.join() }, { to, sent, told });
  // Only what waits for a person, or for us, has no end of its own.
  walk.flow.open = true;
  walk.clock.advance(70_000);
  const waits = walk.state() === 'proceeding' || (walk.state() === 'trying' && !way.includes('start'));
  if (waits) walk.after('failure', 'ack').clock.advance(70_000);
  assert.deepEqual(
    { state: walk.state(), forgotten: walk.forgotten, timers: walk.clock.waiting },
    { state: 'terminated', forgotten: 1, timers: 0 },
  );
}

for (const machine of machineNames) {
  describe(machine, () => {
    for (const row of rows[machine]) {
      const [state, , event] = row;
      test(`${state}, ${event}, over UDP`, () => check(new Walk(machine, 'UDP'), row));
      const other = overConnection(machine, row);
      if (other !== undefined) test(`${state}, ${event}, over TLS`, () => check(new Walk(machine, 'TLS'), other));
    }

    test('the rows above are those of the table', () => {
      const walked = rows[machine].map(([state, , event]) => `${state} ${event}`).sort();
      const listed = Object.entries(tables[machine]).flatMap(([state, steps]) =>
        Object.keys(steps ?? {}).map((event) => `${state} ${event}`),
      );
      assert.deepEqual(walked, listed.sort());
    });

    test('what the table does not list changes nothing', () => {
      const client = machine.endsWith('client');
      const messages: readonly Event[] = client
        ? ['provisional', 'success', 'failure', 'cancelled']
        : ['request', 'ack', 'provisional', 'success', 'failure'];
      for (const [state, way] of rows[machine]) {
        for (const event of messages) {
          const walk = new Walk(machine, 'UDP').after(...(client && way.length === 0 ? ['start' as const] : way));
          if (tables[machine][state]?.[event] !== undefined) continue;
          const sent = walk.flow.sent.length;
          const told = walk.told.length;
          walk.after(event);
          assert.deepEqual(
            [walk.state(), walk.flow.sent.length, walk.told.length],
            [state, sent, told],
            `${state} ${event}`,
          );
        }
      }
    });
  });
}
