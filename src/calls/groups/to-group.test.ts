// Decisions on calls to groups: whom they may ring, where they overflow to, and that no way through a group lets a call out that the
// person behind it may not make.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits, type Result } from '#base';
import type { Sought } from '../routing/attempt.ts';
import { redirect, type Untaken } from '../routing/extension.ts';
import { mondayMs, Site, type SiteRecords, trunkNamed } from '../routing/testing.ts';
import type { Station } from '../stations/station.ts';
import { overflowOf } from './overflow.ts';
import type { NoReply } from './to-group.ts';

const base: SiteRecords = {
  'users-and-services': [
    ...['201', '202', '203', '204'].map((number) => ({ number })),
    { number: '205', doNotDisturb: true },
    { number: '206', awayFromGroups: true },
    { number: '207', enabled: false },
    { number: '208', forwardAlways: '290' },
    { number: '209', forwardAlways: '0301234' },
  ],
  trunks: [trunkNamed('telco', 1)],
  'public-network': [{ countryCode: '49', nationalPrefix: '0' }],
  routes: [{ name: 'out', trunk: 'telco' }],
  'digits-dialled': [{ digits: '0', fewest: 3, most: 15, route: 'out' }],
  'hunt-groups': [
    { number: '290', members: '202 203 205 206 207 208', overflowExtension: '204' },
    { number: '291', members: '205 206', overflowGroup: '292' },
    { number: '292', members: '207', overflowGroup: '290' },
    { number: '293', members: '205' },
    { number: '294', members: '202', overflowExtension: '209' },
    { number: '295', members: '205', overflowExtension: '296', overflowNobody: false },
  ],
  'inbound-numbers': [
    { number: '+498912345', dayGroup: '290', night1: '204' },
    { number: '+498912346', day: '204', night1Group: '291' },
  ],
};
const site = new Site(base);
const nightMs = mondayMs + 13 * 3_600_000;

test('who is there may be rung, in their order: not the caller, nor who is away, disabled or not to be disturbed', () => {
  assert.equal(site.outcome('201', '290'), '290: 202 203 208');
  assert.equal(site.outcome('202', '290'), '290: 203 208');
  assert.equal(site.outcome('201', '208'), '290: 202 203 by 208', 'nor who has passed it on');
});

test('nobody is there: the call overflows at once, from group to group, or is refused', () => {
  assert.equal(site.outcome('201', '291'), '290: 202 203 208');
  assert.equal(site.outcome('201', '293'), 'calls.group-nobody');
  assert.equal(site.outcome('201', '295'), 'calls.group-nobody');
});

test('a chain of groups in which nobody is there ends', () => {
  const chain = Array.from({ length: 9 }, (_, index) => ({
    ...{ number: `${300 + index}`, members: '205', overflowGroup: `${301 + index}` },
  }));
  const long = new Site({ ...base, 'hunt-groups': [...chain, { number: '309', members: '202' }] });
  assert.equal(long.outcome('201', '304'), '309: 202');
  assert.equal(long.outcome('201', '303'), 'calls.group-loop');
});

test('numbers of the public network reach groups, by day and by night', () => {
  assert.equal(site.outcome('telco', '+498912345'), '290: 202 203 208');
  const atNight = new Site({ ...base, 'service-mode': [{ chosenBy: 'night1' }] });
  assert.equal(atNight.outcome('telco', '+498912345', nightMs), '204');
  assert.equal(atNight.outcome('telco', '+498912346', nightMs), '290: 202 203 208');
  const later = new Site({ ...base, 'service-mode': [{ chosenBy: 'night2' }] });
  assert.equal(later.outcome('telco', '+498912346', nightMs), '290: 202 203 208');
});

const after = (from: Site, caller: string, dialled: string, why: NoReply): string => {
  const decision = from.decide(caller, dialled);
  assert.ok(decision.ok && decision.value.kind === 'group');
  const next = overflowOf(from.attempt(caller, dialled), from, decision.value, why);
  if (next === undefined) return 'nowhere';
  if (!next.ok) return next.refusal.code;
  return next.value.kind === 'station' ? next.value.station.number : next.value.kind;
};

test('an overflow is decided as a call of its own, and outside under the class of who forwards it there', () => {
  assert.equal(after(site, '201', '290', 'noAnswer'), '204');
  assert.equal(after(site, '204', '290', 'noAnswer'), 'calls.self');
  assert.equal(after(site, '201', '294', 'busy'), 'calls.forward-external');
  const granted = new Site({ ...base, 'class-of-service': [{ number: 1, externalForward: true }] });
  assert.equal(after(granted, '201', '294', 'busy'), 'outgoing');
});

test('the steps say which group, who rings and where it overflows to', () => {
  const steps: string[] = [];
  site.decide('201', '291', mondayMs, ({ words }) => void steps.push(words));
  assert.deepEqual(steps, [
    ...['Nobody of group 291 can be rung.', 'Group 291 overflows to 292.', 'Nobody of group 292 can be rung.'],
    ...['Group 292 overflows to 290.', 'Group 290 is called: 202, 203, 208.'],
  ]);
});

const numbers = ['201', '202', '203', '204'] as const;
const groups = ['290', '291', '292'] as const;
const targets = fc.array(fc.constantFrom('', '', ...numbers, ...groups, '0301234'), { minLength: 4, maxLength: 4 });
const world = fc.record({
  always: targets,
  busy: targets,
  noAnswer: targets,
  classes: fc.array(fc.constantFrom(1, 2), { minLength: 4, maxLength: 4 }),
  disturbed: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  members: fc.array(fc.subarray([...numbers], { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  overflows: fc.array(fc.constantFrom('', ...numbers, ...groups), { minLength: 3, maxLength: 3 }),
  tandem: fc.boolean(),
  caller: fc.constantFrom(...numbers, 'telco'),
  reply: fc.constantFrom<NoReply>('noAnswer', 'busy', 'nobody'),
  why: fc.constantFrom<Untaken>('no answer', 'busy', 'unreachable'),
});

test('whatever groups and forwards there are, each call ends, and goes out under a class that lets it', () => {
  fc.assert(
    fc.property(world, ({ classes, disturbed, members, overflows, tandem, caller, reply, why, ...forwards }) => {
      const office = new Site({
        ...base,
        'users-and-services': numbers.map((number, index) => ({
          ...{ number, forwardAlways: forwards.always[index], forwardBusy: forwards.busy[index] },
          ...{ forwardNoAnswer: forwards.noAnswer[index], doNotDisturb: disturbed[index], dayService: classes[index] },
        })),
        trunks: [trunkNamed('telco', 1, { dayService: 3 })],
        'class-of-service': [
          { number: 1 },
          { number: 2, externalForward: true },
          { number: 3, publicToPublic: tandem },
        ],
        'hunt-groups': groups.map((number, index) => {
          const target = overflows[index] ?? '';
          const isGroup = target.startsWith('29');
          const to = isGroup ? { overflowGroup: target } : { overflowExtension: target };
          return { number, members: members[index], ...to };
        }),
        'inbound-numbers': [{ number: '+498912345', dayGroup: '290' }],
      });
      const dialled = caller === 'telco' ? '+498912345' : '290';
      const attempt = office.attempt(caller, dialled);
      const first = office.decide(caller, dialled);
      let found: Sought | undefined = first.ok && first.value.kind !== 'feature' ? first.value : undefined;
      while (found !== undefined && found.kind !== 'outgoing') {
        assert.equal(new Set(found.groups).size, found.groups.length, 'a call goes to a group twice');
        const passed: readonly Station[] = found.forwardedBy.map(({ station }) => station);
        assert.ok(new Set(passed).size === passed.length && passed.length <= limits.calls.forwards);
        for (const member of found.kind === 'group' ? found.members : [])
          assert.ok(member !== attempt.caller && !member.record.doNotDisturb && !passed.includes(member));
        const next: Result<Sought> | undefined =
          found.kind === 'group' ? overflowOf(attempt, office, found, reply) : redirect(attempt, office, found, why);
        found = next?.ok ? next.value : undefined;
      }
      if (found === undefined) return;
      const { behind } = found.outgoing;
      assert.equal(behind, found.forwardedBy.at(-1)?.station, 'nobody forwarded it there');
      assert.equal(behind.record.dayService, 2, 'out without a grant');
      assert.ok(caller !== 'telco' || tandem, 'tandem without a grant');
    }),
    { numRuns: 2_000 },
  );
});
