// What Call History shows of a call that was passed on: in words, and in order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf, station } from '../../smdr/testing.ts';
import { callHistoryRecord } from './call-history.view.ts';

test('who came to a call stands with how, by whom and when', () => {
  const startedAtMs = Date.UTC(2026, 5, 13, 9);
  const change = { trunk: '', trunkNumber: 0, by: '202' };
  const call = callOf({
    startedAtMs,
    rang: 2,
    caller: station('201'),
    details: {
      changes: [
        { ...change, kind: 'park', atMs: startedAtMs + 10_000, to: '' },
        { ...change, kind: 'retrieve', atMs: startedAtMs + 20_400, by: '203', to: '203' },
        {
          ...change,
          kind: 'blindTransfer',
          atMs: startedAtMs + 30_000,
          by: '203',
          to: '+4989123',
          trunk: 'telco',
          trunkNumber: 1,
        },
      ],
    },
  });
  assert.equal(
    callHistoryRecord(call).passedOn,
    'parked by 202 (10 s), taken from its place by 203 (20 s), transferred unannounced by 203 to +4989123 over telco (30 s)',
  );
  assert.equal(callHistoryRecord(callOf({})).passedOn, '');
});
