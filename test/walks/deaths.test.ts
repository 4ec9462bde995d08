// A phone that dies, hangs up, loses its connection or wants something at the same moment, in every state of every feature: when the timers
// have run out nothing is stuck, and every call has its one record.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AutomaticLine } from './automatic-line.ts';
import type { AutomaticPhone } from './automatic-phone.ts';
import { Crowd } from './crowd.ts';
import { dialogOf, into, refer } from './deeds.ts';

/** The phones of a walk: who calls, who is called, who comes in, and a second one of the called extension or the provider. */
interface Cast {
  readonly crowd: Crowd;
  readonly ada: AutomaticPhone;
  readonly bob: AutomaticPhone;
  readonly cy: AutomaticPhone;
  readonly bobs: AutomaticPhone;
  readonly telco: AutomaticPhone;
}

type Step = (cast: Cast) => void;

const calls =
  (who: Role, number: string, isLate = false): Step =>
  (cast) =>
    void (cast[who].isDead || cast[who].call(number, isLate));

const answers =
  (who: Role): Step =>
  (cast) =>
    lineIn(cast[who], 'ringing')?.answer();

const does =
  (who: Role, act: (line: AutomaticLine, cast: Cast) => void): Step =>
  (cast) => {
    const line = lineIn(cast[who], 'up');
    if (line !== undefined) act(line, cast);
  };

const lineIn = ({ lines, isDead }: AutomaticPhone, state: AutomaticLine['state']): AutomaticLine | undefined =>
  isDead ? undefined : lines.find((line) => line.state === state);

const passes =
  (seconds: number): Step =>
  ({ crowd }) =>
    crowd.pass(seconds * 1_000, 250);

const begins = [calls('ada', '206'), answers('bob')];
const put = (number: string): Step => does('bob', (line) => refer(line, `<sip:${number}@ringfence>`));
const join: Step = does('bob', (line, { bob }) => {
  const other = bob.lines.findLast(({ state }) => state === 'up' || state === 'calling');
  if (other !== undefined && other !== line) refer(line, into(other, '300'));
});

interface Feature {
  /** How many calls go on where nothing goes wrong, and what the records then say of their parties. */
  readonly comesTo: string;
  /** What happens, step by step. */
  readonly steps: readonly Step[];
}

const feature = (comesTo: string, ...steps: readonly Step[]): Feature => ({ comesTo, steps });

const features: Readonly<Record<string, Feature>> = {
  hold: feature(
    '1',
    ...begins,
    does('bob', (line) => line.hold(true)),
    does('bob', (line) => line.hold(false)),
  ),
  'late offer': feature(
    '1',
    calls('ada', '206', true),
    answers('bob'),
    does('ada', (line) => line.change('late')),
  ),
  blind: feature('1 blindTransfer', ...begins, put('300'), answers('cy')),
  'blind, unanswered': feature('1', ...begins, put('300'), passes(21), answers('bob')),
  attended: feature('1 transfer', ...begins, calls('bob', '300'), answers('cy'), join),
  'semi-attended': feature('1 blindTransfer', ...begins, calls('bob', '300'), join, answers('cy')),
  'parked and retrieved': feature('1 park retrieve', ...begins, put('*85'), calls('cy', '*86206')),
  'parked and retrieved without an offer': feature(
    '1 park retrieve',
    ...begins,
    put('*8570'),
    calls('cy', '*8670', true),
  ),
  'parked and called back': feature('1 park recall', ...begins, put('*85'), passes(11), answers('bob')),
  'picked up': feature('1 pickup', calls('ada', '206'), calls('cy', '*87206')),
  'picked up without an offer': feature('1 pickup', calls('ada', '206', true), calls('cy', '*87206')),
  'taken along': feature('1 moved', calls('ada', '202'), answers('bobs'), ({ crowd, bobs }) => {
    const line = lineIn(bobs, 'up');
    const second = crowd.phones[6];
    if (line !== undefined) second?.call('202', false, [`Replaces: ${dialogOf(line)}`]);
  }),
  'called back when free': feature(
    '1 callback',
    calls('cy', '206'),
    answers('bob'),
    calls('ada', '*37206'),
    does('cy', (line) => line.hangUp()),
    passes(4),
    answers('ada'),
    answers('bob'),
  ),
  forwarded: feature(
    '1',
    ({ crowd }) => crowd.world.set('206', { forwardNoAnswer: '300', noAnswerSeconds: 5 }),
    calls('ada', '206'),
    passes(6),
    answers('cy'),
  ),
  group: feature(
    '1 blindTransfer',
    calls('ada', '290'),
    answers('bobs'),
    does('ada', (line) => refer(line, '<sip:300@ringfence>')),
    answers('cy'),
  ),
  intercom: feature(
    '1 blindTransfer',
    calls('ada', '*48300'),
    does('cy', (line) => refer(line, '<sip:206@ringfence>')),
    answers('bob'),
  ),
  'hot desk': feature(
    '1 blindTransfer',
    calls('cy', '206'),
    answers('bob'),
    calls('cy', '*41202*71502'),
    put('201'),
    answers('ada'),
  ),
  'from and to the public network': feature(
    '1 blindTransfer',
    calls('telco', '+4989123201'),
    answers('ada'),
    does('ada', (line) => refer(line, '<sip:0891234@ringfence>')),
    answers('telco'),
  ),
};

/** What goes wrong before the next step, or while it is taken. */
const wrongs: Readonly<Record<string, (phone: AutomaticPhone) => (() => void) | undefined>> = {
  dies: (phone) => {
    phone.isDead = true;
    phone.phone.die();
    return undefined;
  },
  'hangs up': (phone) => {
    for (const line of phone.lines) line.hangUp();
    return undefined;
  },
  'loses its connection': (phone) => {
    phone.isDead = true;
    phone.phone.disconnect();
    return undefined;
  },
  'changes the call at the same moment': (phone) => crossing(phone, (line) => line.change('INVITE')),
  'transfers at the same moment': (phone) => crossing(phone, (line) => refer(line, '<sip:204@ringfence>')),
  'hangs up at the same moment': (phone) => crossing(phone, (line) => line.hangUp()),
};

/** What it says now arrives when the next step has been taken. */
function crossing(phone: AutomaticPhone, act: (line: AutomaticLine) => void): () => void {
  phone.phone.up.hold();
  for (const line of phone.lines) if (line.state === 'up') act(line);
  return () => phone.phone.up.release();
}

function castOf(crowd: Crowd): Cast {
  const [ada, bobs, , , , bob, , , cy, telco] = crowd.phones;
  assert.ok(ada !== undefined && bob !== undefined && cy !== undefined && bobs !== undefined && telco !== undefined);
  for (const phone of crowd.phones) phone.isPlain = true;
  return { crowd, ada, bob, cy, bobs, telco };
}

const roles = ['ada', 'bob', 'cy', 'bobs', 'telco'] as const;
type Role = (typeof roles)[number];

/** Nothing goes wrong. Gives who had to do with it. */
async function plainly({ comesTo, steps }: Feature): Promise<readonly Role[]> {
  const crowd = new Crowd(1);
  const cast = castOf(crowd);
  for (const step of steps) {
    step(cast);
    await crowd.settle();
  }
  crowd.pass(3_000, 500);
  crowd.secrecy.check();
  const talking = [...crowd.world.server.calls.values()].filter(({ state }) => state === 'talking').length;
  await crowd.end();
  const kinds = crowd.world.records.flatMap(({ details }) => details.changes.map(({ kind }) => kind));
  assert.equal([talking, ...kinds].join(' '), comesTo);
  return roles.filter((role) => cast[role].lines.length > 0);
}

async function walk(steps: readonly Step[], at: number, who: Role, wrong: string): Promise<void> {
  const crowd = new Crowd(1);
  const cast = castOf(crowd);
  let after: (() => void) | undefined;
  for (const [index, step] of steps.entries()) {
    if (index === at) after = wrongs[wrong]?.(cast[who]);
    step(cast);
    if (index === at) after?.();
    await crowd.settle();
  }
  if (at === steps.length) wrongs[wrong]?.(cast[who])?.();
  await crowd.settle();
  crowd.pass(5_000, 100);
  crowd.secrecy.check();
  crowd.pass(1_000, 500);
  crowd.secrecy.check();
  crowd.pass(2_000_000, 5_000);
  crowd.secrecy.check();
  for (const call of crowd.world.server.calls.values())
    assert.ok(call.state === 'talking' && call.isSettled, `a call is stuck in state ${call.state}`);
  await crowd.end();
}

for (const [name, feature] of Object.entries(features)) {
  test(`${name}: whoever does whatever in whichever state`, async () => {
    const { steps } = feature;
    for (const who of await plainly(feature))
      for (let at = 0; at <= steps.length; at++)
        for (const wrong of Object.keys(wrongs)) {
          try {
            await walk(steps, at, who, wrong);
          } catch (fault) {
            throw new Error(
              `before step ${at + 1}, ${who} ${wrong}: ${fault instanceof Error ? fault.message : fault}`,
              {
                cause: fault,
              },
            );
          }
        }
  });
}
