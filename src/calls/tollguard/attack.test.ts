// Staged attacks over a weekend: each is stopped within the configured money, and honest callers go on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { friday, Ground, isCall } from './testing.ts';

const minuteMs = 60_000;
const weekendMinutes = 62 * 60;
const cuba = '+5351234567';
const home = '+498912345678';
const open = [{ destination: 'CU' }, { destination: 'premium' }];

/** Runs from Friday 17:00 to Monday 7:00; `attack` each minute, and an honest colleague calls home every half hour. */
function weekend(ground: Ground, attack: (minute: number) => void): { honest: number; refused: number } {
  let honest = 0;
  let refused = 0;
  for (let minute = 0; minute < weekendMinutes; minute++) {
    attack(minute);
    if (minute % 30 === 0) {
      const id = ground.calls('300', home);
      if (isCall(id)) {
        honest++;
        ground.clock.advance(minuteMs);
        ground.guard.ended(id);
        continue;
      }
      refused++;
    }
    ground.clock.advance(minuteMs);
  }
  return { honest, refused };
}

const told = (ground: Ground): string =>
  [...ground.guard.conditions()].map(([name, { words }]) => `${name}: ${words}`).join('\n');

test('a stolen secret: hundreds of calls to a revenue-share number cost no more than the limit, and an alarm is out', (t) => {
  const ground = new Ground({ countries: open }, friday);
  let begun = 0;
  let alarm = '';
  const { honest, refused } = weekend(ground, () => {
    for (let attempt = 0; attempt < 10; attempt++) if (isCall(ground.calls('214', cuba))) begun++;
    if (alarm === '') alarm = told(ground);
  });
  t.diagnostic(`begun ${begun}, cleared ${ground.cleared.length}, honest ${honest}`);
  assert.match(alarm, /toll\.limit\.extensions\.extension\.214: Extension 214 has reached the limit/);
  assert.deepEqual([honest, refused], [weekendMinutes / 30, 0]);
});
