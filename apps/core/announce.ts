// What the core says when it has started or made a data directory: words for people, or one line of JSON.

import type { Secret } from '#base';
import { authorityFileName } from '#security';
import type { StatusLine } from './protocol.ts';

/** A first account and its password, for the one time that it is shown. */
export interface OneTimePassword {
  readonly loginId: string;
  readonly displayName: string;
  readonly password: Secret;
}

/** Told once the listeners are open. `passwords` is empty but at the very first start. */
export function printStarted(status: StatusLine, passwords: readonly OneTimePassword[], json: boolean): string {
  if (json) return `${JSON.stringify({ started: status, oneTimePasswords: revealed(passwords) })}\n`;
  const listeners = status.listeners.map(({ name, transport, address, port, closedBecause }) => [
    name,
    transport,
    address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
    closedBecause === '' ? 'open' : `closed: ${closedBecause}`,
  ]);
  return [
    `Ringfence ${status.version} is running (process ${status.pid}, data in ${status.directory}).`,
    '',
    'Listeners',
    ...(listeners.length === 0 ? ['  none is enabled'] : aligned(listeners)),
    '',
    ...printLogIn(status, passwords),
    'Phones and browsers must trust',
    `  ${status.directory}/${authorityFileName}`,
    `  SHA-256 ${status.authorityFingerprint}`,
    ...printPasswords(passwords),
    '',
  ].join('\n');
}

/** Where the tools are, and who logs in first. */
function printLogIn({ logIn }: StatusLine, [first]: readonly OneTimePassword[]): string[] {
  const [address, ...others] = logIn;
  if (address === undefined) return [];
  const as = first === undefined ? '' : ` as ${first.loginId}`;
  return [`Log in at ${address}${as}${others.map((other) => `, or ${other}`).join('')}`, ''];
}

/** Told when `init` has made a data directory. */
export function printMade(directory: string, passwords: readonly OneTimePassword[], json: boolean): string {
  if (json) return `${JSON.stringify({ made: directory, oneTimePasswords: revealed(passwords) })}\n`;
  return [`The data directory ${directory} is made.`, ...printPasswords(passwords), ''].join('\n');
}

function printPasswords(passwords: readonly OneTimePassword[]): string[] {
  if (passwords.length === 0) return [];
  const rows = passwords.map(({ loginId, displayName, password }) => [loginId, password.reveal(), displayName]);
  return ['', 'One-time passwords, shown this once; the first login must change them', ...aligned(rows)];
}

const revealed = (passwords: readonly OneTimePassword[]): Record<string, string> =>
  Object.fromEntries(passwords.map(({ loginId, password }) => [loginId, password.reveal()]));

/** Columns as wide as their widest cell, two blanks apart. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
