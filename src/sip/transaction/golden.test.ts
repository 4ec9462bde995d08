// The transaction tables as a person reads them: printed to test/golden/transactions.md and compared. UPDATE_GOLDEN=1 rewrites it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { inviteClient, inviteServer, requestClient, requestServer, type Table } from './tables.ts';

const file = new URL('../../../test/golden/transactions.md', import.meta.url);

const printTable = (title: string, table: Table): string =>
  `## ${title}\n\n| state | event | next state | actions |\n|---|---|---|---|\n${Object.entries(table)
    .flatMap(([state, steps]) =>
      Object.entries(steps ?? {}).map(
        ([event, step]) => `| ${state} | ${event} | ${step.to} | ${step.do.join(', ')} |\n`,
      ),
    )
    .join('')}`;

const printed = `# The four transaction machines

Printed from \`src/sip/transaction/tables.ts\`. An event without a row changes nothing.

${[
  printTable('INVITE client (RFC 3261 §17.1.1, RFC 6026 §8.4)', inviteClient),
  printTable('Client of every other method (RFC 3261 §17.1.2)', requestClient),
  printTable('INVITE server (RFC 3261 §17.2.1, RFC 6026 §7.1)', inviteServer),
  printTable('Server of every other method (RFC 3261 §17.2.2)', requestServer),
].join('\n')}`;

test('the tables are those that were reviewed', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, printed);
  assert.equal(printed, readFileSync(file, 'utf8'));
});
