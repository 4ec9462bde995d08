// Tests of access: refused and invisible forms, on every way in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { May } from './access.ts';
import { anne, codesOf, done, person, withBed } from './testing.ts';

const policy: May = (actor, form, operation) => {
  if (actor.user === 'anne') return 'allowed';
  if (!['teams', 'people'].includes(form.id)) return 'invisible';
  return operation === 'read' ? 'allowed' : 'refused';
};

test('what the policy does not allow is refused and noted; what is invisible does not exist', () =>
  withBed(
    async ({ administration, notes, stored }) => {
      const bea = { ...anne, user: 'bea' };
      await done(administration, person('201'));
      const before = await stored();
      assert.deepEqual(
        administration.list(bea).map(({ id, records }) => [id, records]),
        [
          ['teams', 0],
          ['people', 1],
        ],
      );
      assert.ok((await administration.get(bea, 'people', '201')).ok);
      const answers = [
        await administration.get(bea, 'settings'),
        administration.show(bea, 'settings'),
        await administration.query(bea, 'settings'),
      ];
      const nowhere = await administration.get(bea, 'nowhere');
      for (const answer of answers)
        assert.equal(!answer.ok && answer.refusal.code, !nowhere.ok && nowhere.refusal.code);
      const result = await administration.change(bea, [person('202'), person('203')]);
      assert.deepEqual(!result.ok && codesOf(result.refusal), [
        '0 people/ - administration.not-permitted',
        '1 people/ - administration.not-permitted',
      ]);
      const imported = await administration.importRecords(bea, 'people', 'number\n204', { format: 'csv', mode: 'add' });
      assert.equal(imported.ok, false);
      assert.equal((await administration.exportRecords(bea, 'people', 'csv')).ok, false);
      assert.equal(await stored(), before);
      assert.deepEqual(notes.slice(3), [
        'bea add refused: Form: People',
        'bea import refused: Form: People',
        'bea export refused: Form: People',
      ]);
    },
    { may: policy },
  ));
