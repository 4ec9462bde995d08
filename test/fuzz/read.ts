// Reads everything of a message that anybody may read, and answers it: what a parser has to bear.

import assert from 'node:assert/strict';
import {
  decodeText,
  Header,
  type Parsed,
  parameter,
  parseMessage,
  parseNameAddress,
  parseUri,
  printResponse,
  printUri,
  type SipMessage,
  sameUri,
} from '#sip';

const ids = Object.values(Header);

/** Parses and reads; gives what kind it was. */
export function readBytes(bytes: Buffer): Parsed['kind'] {
  const parsed = parseMessage(bytes);
  if (parsed.kind !== 'hopeless') readMessage(parsed.message);
  return parsed.kind;
}

function readMessage(message: SipMessage): void {
  message.source = { address: '192.0.2.1', port: 5060 };
  for (const id of ids) if (message.has(id)) for (const value of message.list(id)) readValue(value);
  for (const { name } of message.lines()) if (name.startsWith('X')) message.other(name);
  readUri(message.uri);
  readUri(message.from?.uri ?? '');
  decodeText(message.reason + (message.to?.display ?? ''));
  assert.ok((message.maxForwards ?? 0) <= 255 && (message.expires ?? 0) >= 0);
  if (!message.isRequest) return;
  const answer = printResponse(message, 400, '', 'tag');
  assert.ok(
    answer.endsWith('\r\nContent-Length: 0\r\n\r\n') && !/[^\r]\n|\r[^\n]/.test(answer),
    JSON.stringify(answer),
  );
}

function readValue(value: string): void {
  const address = parseNameAddress(value);
  if (address !== undefined) readUri(address.uri);
  parameter(value, 'expires');
}

function readUri(text: string): void {
  const uri = parseUri(text);
  if (uri === undefined) return;
  assert.deepEqual(parseUri(printUri(uri)), uri, text);
  assert.ok(sameUri(uri, uri), text);
}
