// The states of calls and legs as a person reads them: printed to test/golden/call-states.md and compared. UPDATE_GOLDEN=1 rewrites it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { callStates, legStates } from './states.ts';

const file = new URL('../../../test/golden/call-states.md', import.meta.url);

type Table = Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>;

const printTable = (title: string, table: Table): string =>
  `## ${title}\n\n| state | event | next state |\n|---|---|---|\n${Object.entries(table)
    .flatMap(([state, steps]) => Object.entries(steps).map(([event, next]) => `| ${state} | ${event} | ${next} |\n`))
    .join('')}`;

const printed = `# What calls and their legs go through

Printed from \`src/calls/legs/states.ts\`. An event without a row changes nothing. What features do on top (transfer, park and the
others) is in \`src/calls/features\`: each takes a call from one of these states to another, and never beside them.

${[printTable('A leg', legStates), printTable('A call', callStates)].join('\n')}`;

test('the tables are those that were reviewed', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, printed);
  assert.equal(printed, readFileSync(file, 'utf8'));
});

test('from every state there is a way to the end, and from there none', () => {
  for (const table of [legStates, callStates] as readonly Table[]) {
    for (const [state, steps] of Object.entries(table)) {
      const ends = state === 'over' ? Object.keys(steps).length === 0 : Object.values(steps).includes('over');
      assert.ok(ends, state);
    }
  }
});
