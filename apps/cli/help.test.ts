// The whole tree of --help as a person reads it: printed to test/golden/help.txt and compared. UPDATE_GOLDEN=1 rewrites it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Screen } from './output.ts';
import { everyCommand, makeProgram } from './program.ts';

const file = new URL('../../test/golden/help.txt', import.meta.url);
const screen: Screen = {
  write: () => undefined,
  writeError: () => undefined,
  isTerminal: false,
  hasColours: false,
  columns: 80,
};

test('the help is that which was reviewed', () => {
  const commands = [...everyCommand(makeProgram(screen, '0.0.0'))];
  const printed = commands.map((command) => `${command.helpInformation()}\n`).join('-'.repeat(80).concat('\n\n'));
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, printed);
  assert.equal(printed, readFileSync(file, 'utf8'));
});

test('every command, operand and option says what it is', () => {
  for (const command of everyCommand(makeProgram(screen, '0.0.0'))) {
    assert.notEqual(command.description(), '', command.name());
    for (const option of command.options) assert.notEqual(option.description, '', `${command.name()} ${option.flags}`);
  }
});
