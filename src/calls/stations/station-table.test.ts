import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StationTable } from './station-table.ts';
import { type UserAndServices, usersAndServices } from './users-and-services.form.ts';

function world(): { table: StationTable; asked: string[] } {
  const asked: string[] = [];
  const secretFor = (number: string): string => {
    asked.push(number);
    if (number === '666') throw new Error('the secret cannot be had');
    return `secret-of-${number}`;
  };
  return { asked, table: new StationTable({ realm: () => 'ringfence', secretFor }) };
}

const initial = Object.fromEntries(
  Object.entries(usersAndServices.fields).map(([name, { initial }]) => [name, initial]),
);
// The initial values of a form's fields are what its records are made of.
const record = (number: string): UserAndServices => ({ ...initial, number }) as unknown as UserAndServices;

/** Gives way until so many different stations were asked for, and then a little more. */
async function turns(asked: readonly string[], count: number): Promise<void> {
  for (let turn = 0; turn < 100_000 && new Set(asked).size < count; turn++) await nextTurn();
  for (let turn = 0; turn < 10; turn++) await nextTurn();
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('credentials are hashed before anybody asks for them, a few stations at a time', async () => {
  const { table, asked } = world();
  for (let number = 200; number < 300; number++) table.set(record(String(number)), true);
  assert.deepEqual(asked, []);
  await turns(asked, 100);
  assert.equal(new Set(asked).size, 100);
  const before = asked.length;
  assert.equal(table.credentialsOf('250')?.ha1('SHA-256'), table.credentialsOf('250')?.ha1('SHA-256'));
  assert.equal(asked.length, before, 'a first guess asks for no secret');
});

test('after a change of the secret or the realm they are hashed anew; those of a station that is gone are not', async () => {
  const { table, asked } = world();
  for (const number of ['201', '202']) table.set(record(number), true);
  await turns(asked, 2);
  asked.length = 0;
  table.set(record('201'), false);
  table.set(record('202'), true);
  await turns(asked, 1);
  assert.deepEqual([...new Set(asked)], ['202'], 'a secret that stays is not asked for');
  asked.length = 0;
  table.forgetCredentials();
  table.remove('202');
  await turns(asked, 1);
  assert.deepEqual([...new Set(asked)], ['201']);
});

test('a secret that cannot be had leaves the others as they are, and is a fault for the one who asks', async () => {
  const { table, asked } = world();
  for (const number of ['666', '201']) table.set(record(number), true);
  await turns(asked, 2);
  assert.ok(asked.includes('201'));
  assert.throws(() => table.credentialsOf('666')?.ha1('SHA-256'), /cannot be had/);
});
