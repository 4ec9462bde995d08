// Nothing unencrypted is opened without standing in Unsecured Interfaces (SEC-3): every place in the code that opens a socket which
// is not encrypted has a row there, or its reason here. A new one fails until it has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkListeners } from '#calls';
import { interfaceNames, interfaceTable, type UnsecuredInterface } from '#security';
import { sources } from './sources.ts';

/** Calls that open a socket, or let one listen, without TLS; and what serves or asks HTTP. */
const opening =
  /\b(createSocket|createConnection|connectTcp|plainConnect|connectPlain|createHttp|createHttpServer)\(|\bnew (Socket|WebSocket)\(/;
/** Where `fetch` is a function that was given, it is not the one of the runtime. */
const givenFetch = /\bfetch\b\s*[:,}]|\{[^}]*\bfetch\s*\}/;
/** The modules by which such a call gets its socket, whatever it is named. */
const modules: readonly string[] = ['node:net', 'node:dgram', 'node:http', 'node:http2'];
const harmless: readonly string[] = ['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'STATUS_CODES', 'SocketAddress'];

/** Files and folders that open what strangers can neither reach nor read, each with its reason. */
const reasons: Readonly<Record<string, string>> = {
  'apps/core/socket.ts': 'a socket in the data directory, which the operating system opens to its owner alone',
  'apps/cli/client.ts': 'the other end of that socket',
  'apps/cli/manager/remote-core.ts': 'HTTP within a connection of mutual TLS that was made before',
  'apps/portal/main.ts': 'the line to the core, which the core gave it when it started it',
  'src/media/rtp/rtp-socket.ts':
    'media: whether it is encrypted is for Voice Encryption in System Options and Media security of each extension, call by call',
  'src/sip/transport/routes.ts': 'nothing is sent: it asks the operating system for the way to an address',
  'src/outbound/http.ts':
    'revocation lists and responders at the http:// addresses that certificates name, as RFC 5280 has them: what comes is signed; nothing else is asked without TLS',
  'src/outbound/connect.ts': 'the connections of outbound, encrypted unless one of the rows below is switched on',
  'src/proof/probes': 'a stranger’s view of our own listeners: it asks this system, and tells it nothing',
  'src/proof/drill': 'attacks on this system itself, at its own addresses, with names and words that are nobody’s',
};

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);
const reasonOf = (path: string): string | undefined =>
  Object.entries(reasons).find(([place]) => isWithin(path, place))?.[1];

const rows: readonly UnsecuredInterface[] = interfaceNames.map((name) => interfaceTable[name]);
const inTable = new Set(rows.flatMap(({ openedIn }) => openedIn));

/** Every place in the code that takes hold of what opens such a socket. */
const found = sources
  .filter(({ path, isTest }) => !isTest && !path.startsWith('bench/') && !path.startsWith('apps/web/'))
  .filter(
    ({ code, imports }) =>
      opening.test(code) ||
      (/\bfetch\(/.test(code) && !givenFetch.test(code)) ||
      imports.some(
        ({ from, typeOnly, names }) =>
          !typeOnly && modules.includes(from) && names.some((name) => !harmless.includes(name) && !isType(name, code)),
      ),
  )
  .map(({ path }) => path);

/** A name that is used as a type alone opens nothing. */
function isType(name: string, code: string): boolean {
  const uses = code.replace(/^import[\s\S]*?from ''/gm, '').match(new RegExp(`\\b(new )?${name}\\b(\\()?`, 'g')) ?? [];
  return name !== '*' && uses.every((use) => use === name);
}

test('every place that opens an unencrypted socket has its row in Unsecured Interfaces, or a reason', () => {
  const unknown = found.filter((path) => !inTable.has(path) && reasonOf(path) === undefined);
  const why = 'add a row to src/security/interfaces/interfaces.ts, with a switch that closes it';
  assert.deepEqual(unknown, [], why);
});

test('every row and every reason is of a place that there is', () => {
  const isThere = (place: string): boolean => sources.some(({ path }) => isWithin(path, place));
  assert.deepEqual(
    [...inTable, ...Object.keys(reasons)].filter((place) => !isThere(place)),
    [],
  );
  const idle = Object.keys(reasons).filter((place) => !found.some((path) => isWithin(path, place)));
  assert.deepEqual(idle, [], 'what opens nothing needs no reason');
});

test('every service of a listener is encrypted, or belongs to a row', () => {
  const services = Object.keys(networkListeners.fields.service.choices ?? {});
  const encrypted = ['https', 'management', 'sip-tls', 'smdr-tls'];
  const ofRows = rows.map(({ service }) => service).filter((service) => service !== undefined);
  assert.deepEqual([...encrypted, ...ofRows].sort(), [...services].sort());
});

test('every row says what it is for and what stops working without it', () => {
  for (const { title, purpose, withoutIt } of rows)
    for (const words of [title, purpose, withoutIt]) assert.ok(words.length > 3, title);
});
