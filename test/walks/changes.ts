// Steps of walks in which the parties of a call change: what phones do when they are asked for an offer, sent one, or told of a referral.

import assert from 'node:assert/strict';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import type { PhoneChoice } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, mediaOf, sdp } from './sdp.ts';
import { World } from './world.ts';

let keys = 20;

/** Which keys a phone draws next: never the same ones. */
const fresh = (): number => ++keys;

/** The phone was asked for an offer, and makes one. Gives its description. */
export function offers(call: PhoneCall, of = fresh()): string {
  const asked = call.take('INVITE');
  assert.equal(asked.body, '', 'it was sent an offer');
  const body = sdp({ of });
  call.answer(200, body);
  return body;
}

/** The phone was sent an offer, and takes it. Gives the offer. */
export function accepts(call: PhoneCall, of = fresh()): string {
  const asked = call.take('INVITE');
  assert.notEqual(asked.body, '', 'it was asked for an offer');
  call.answer(200, answerSdp({ of, media: mediaOf(asked.body) }));
  return asked.body;
}

/** The phone is sent an offer in which nothing is to be sent, and agrees. */
export function isSilenced(call: PhoneCall, of = fresh()): void {
  assert.match(accepts(call, of), /a=inactive/);
  call.take('ACK');
}

/** What the phone was told of its referral: the status line of each NOTIFY since the last look. */
export function told(call: PhoneCall): string[] {
  const lines: string[] = [];
  for (let notify = call.inbox.find('NOTIFY'); notify !== undefined; notify = call.inbox.find('NOTIFY')) {
    call.respond(notify, 200);
    lines.push(notify.body.split('\r\n')[0] ?? '');
  }
  return lines;
}

/** Asks for the other party to be put through to `target`. Gives the status of the answer. */
export function refer(call: PhoneCall, target: string, headers: readonly string[] = []): number {
  call.request('REFER', { headers: [`Refer-To: ${target}`, ...headers] });
  return call.inbox.find('202 REFER')?.status ?? call.phone.heard.at(-1)?.status ?? 0;
}

/** The target that names another call of the same phone (RFC 5589 §7.1). */
export const intoCall = (number: string, call: PhoneCall): string =>
  `<sip:${number}@ringfence?Replaces=${encodeURIComponent(`${call.callId};to-tag=${call.remoteTag};from-tag=${call.localTag}`)}>`;

/** Four extensions with a phone each. */
export function fourPhones(more: Readonly<Record<string, object>> = {}, records: SiteRecords = {}) {
  const names = { 201: 'Ada', 202: 'Bob', 203: 'Cy', 204: 'Di' };
  const people = Object.entries(names).map(([number, name]) => [number, { name, ...more[number] }]);
  const world = new World(Object.fromEntries(people), records);
  const [ada, bob, cy, di] = Object.keys(names).map((number) => world.phone(number, transportOf(more[number])));
  assert.ok(ada !== undefined && bob !== undefined && cy !== undefined && di !== undefined);
  return { world, ada, bob, cy, di };
}

/** Who never encrypts does not do it by signalling either. */
const transportOf = (record: object | undefined): PhoneChoice =>
  record !== undefined && 'mediaSecurity' in record && record.mediaSecurity === 'none' ? { transport: 'UDP' } : {};
