// PostgreSQL over its wire protocol, with the real client: numbers and transactions.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import type { PGlite } from '@electric-sql/pglite';
import { silentLog } from '#base';
import { openStorage } from '../storage.ts';
import { startPglite } from '../testing.ts';

/** Lets one client after another speak to a PostgreSQL that lives in this process. */
async function listen(postgres: PGlite): Promise<Server> {
  const server = createServer((socket) => {
    let turn = Promise.resolve();
    socket.on('data', (bytes: Buffer) => {
      turn = turn.then(async () => void socket.write(await postgres.execProtocolRaw(bytes)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('storage works over the wire: numbers are numbers, a refused attempt is rolled back', async () => {
  const postgres = await startPglite();
  const server = await listen(postgres);
  // A listening server has an address with a port.
  const { port } = server.address() as AddressInfo;
  const opened = await openStorage(
    { dialect: 'postgres', url: `postgres://postgres:x@127.0.0.1:${port}/postgres` },
    silentLog,
  );
  assert.ok(opened.ok, opened.ok ? '' : opened.refusal.words);
  const storage = opened.value;
  const write = { form: 'users', key: '201', body: '{}', changedAtMs: 1_795_000_000_000, changedBy: 'root' };
  const put = (version: number) => storage.attempt((tx) => storage.forms.put(tx, write, version));
  assert.ok((await put(0)).ok);
  assert.ok(!(await put(0)).ok);
  assert.deepEqual(await storage.forms.get('users', '201'), { ...write, version: 1 });
  await storage.close();
  server.close();
  await once(server, 'close');
  await postgres.close();
});
