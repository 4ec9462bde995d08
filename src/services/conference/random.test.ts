// Callers who come, go, press keys and are handled from the view, at random: what the view shows is what the engine was told, and whoever is
// shown as muted or waiting, or is not shown, is heard by nobody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FakeCall, settled } from '../testing.ts';
import type { ConferenceAction } from './conference-service.ts';
import { conferenceSite, pins } from './testing.ts';

interface Walk {
  readonly site: ReturnType<typeof conferenceSite>;
  readonly calls: FakeCall[];
}
type Step = (walk: Walk) => Promise<unknown> | unknown;

const which = fc.nat({ max: 11 });
const one = ({ calls }: Walk, index: number): FakeCall | undefined => calls[index % Math.max(calls.length, 1)];
const actions = ['mute', 'unmute', 'remove', 'lock', 'unlock', 'end'] as const satisfies readonly ConferenceAction[];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('201', '202', '203', '204').map(
      (extension): Step =>
        async ({ site, calls }) => {
          calls.push(await site.enter({ extension }, '#'));
        },
    ),
  },
  fc.constantFrom(`${pins.pin}#`, `${pins.moderatorPin}#`, '111999#').map(
    (keys): Step =>
      async ({ site, calls }) => {
        calls.push(await site.enter({ number: '0301' }, keys));
      },
  ),
  which.map(
    (index): Step =>
      (walk) =>
        one(walk, index)?.hangUp(),
  ),
  fc.tuple(which, fc.constantFrom('*6', '*6', '*2', '*1', '*4', '*9', '*3', '*', '6', '#')).map(
    ([index, keys]): Step =>
      (walk) =>
        one(walk, index)?.press(keys),
  ),
  fc.tuple(which, fc.constantFrom(...actions)).map(
    ([index, action]): Step =>
      (walk) =>
        walk.site.service.act(action, one(walk, index)?.id ?? ''),
  ),
  fc.tuple(which, fc.boolean()).map(
    ([index, isSecure]): Step =>
      (walk) => {
        const call = one(walk, index);
        if (call !== undefined) call.isSecure = isSecure;
      },
  ),
  which.map(
    (index): Step =>
      (walk) => {
        const call = one(walk, index);
        if (call !== undefined) Object.assign(call.caller, { extension: '', number: '0309' });
      },
  ),
  fc.integer({ min: 100, max: 6_000 }).map(
    (ms): Step =>
      ({ site }) =>
        site.clock.advance(ms),
  ),
);

test('the view, the roster and the engine are of one mind, whatever happens in whatever order', async () => {
  const records = fc.record({
    ...{ encryption: fc.constantFrom('required' as const, 'announced' as const), mutedOnEntry: fc.boolean() },
    ...{
      entry: fc.constantFrom('name' as const, 'tone' as const, 'none' as const),
      most: fc.integer({ min: 3, max: 6 }),
    },
    ...{ waitForModerator: fc.boolean(), endWithModerator: fc.boolean(), lockAllowed: fc.boolean() },
  });
  await fc.assert(
    fc.asyncProperty(records, fc.array(step, { maxLength: 40 }), async (record, steps) => {
      const walk: Walk = { site: conferenceSite([record]), calls: [] };
      for (const take of steps) {
        await take(walk);
        await settled();
        holds(walk, record.encryption === 'required');
      }
      for (const call of walk.calls) call.hangUp();
      await settled();
      assert.deepEqual([walk.site.service.rows(), walk.site.clock.waiting], [[], 0], 'nothing is left');
    }),
    { numRuns: 300 },
  );
});

function holds({ site, calls }: Walk, mustBeSecure: boolean): void {
  const rows = new Map(site.service.rows().map((row) => [row.id, row]));
  for (const call of calls) {
    const row = rows.get(call.id);
    const isHeard = call.room !== undefined && call.part?.isMuted === false;
    assert.equal(isHeard, row?.state === 'heard', `${call.id} ${row?.state}`);
    assert.equal(call.room !== undefined, row !== undefined && row.state !== 'waiting');
    if (row !== undefined && mustBeSecure) assert.equal(row.security, 'secure');
    rows.delete(call.id);
  }
  assert.equal(rows.size, 0, 'nobody is shown who has not called');
}
