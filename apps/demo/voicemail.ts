// The part of the story about voicemail: a message is left, the lamp tells of it, its owner hears the very tone, and deletes it.

import { systemClock } from '#base';
import { type Handset, type HandsetCall, type Subscription, toneOf } from '#handset';
import { DemoFailure, must } from './failure.ts';
import type { DemoNode } from './node.ts';
import { taken } from './taken.ts';
import type { Teller } from './teller.ts';

const pilot = '500';
/** The one that an administrator sets, and the one that the owner chooses instead. */
const passcodes = ['271828', '902713'] as const;
const limitMs = 15_000;
const lookMs = 20;
const messageFrames = 100;
const leastShare = 0.9;
const listenedFrames = 40;
const halfSecond = 25;

async function until(what: string, holds: () => boolean): Promise<void> {
  const began = systemClock.steadyMs();
  while (!holds()) {
    if (systemClock.steadyMs() - began > limitMs) throw new DemoFailure(`not within ${limitMs / 1_000} s: ${what}`);
    await new Promise<void>((resolve) => systemClock.after(lookMs, resolve));
  }
}

const frames = (call: HandsetCall, count: number): Promise<void> => {
  const from = call.frames;
  return until(`${count} packets of sound`, () => call.frames >= from + count);
};

const lampShows = (lamp: Subscription, words: string): Promise<void> =>
  until(`the lamp shows ${words}`, () => lamp.document.includes(`Voice-Message: ${words}`));

async function setUp(node: DemoNode, owner: string): Promise<void> {
  await node.ask('form', 'add', 'service-numbers', `number=${pilot}`, 'name=Voicemail', 'kind=voicemail');
  await node.ask('form', 'add', 'voice-mailboxes', `number=${owner}`, `passcode=${passcodes[0]}`);
  await node.ask('form', 'set', 'users-and-services', owner, `forwardBusy=${pilot}`);
}

/** `caller` leaves a message for `owner`, who does not take calls now. */
export async function leaveAndFetch(
  node: DemoNode,
  [caller, owner]: readonly [Handset, Handset],
  teller: Teller,
): Promise<void> {
  await setUp(node, owner.number);
  teller.step(`${owner.number} has a mailbox, and forwards there when busy; voicemail answers at ${pilot}`);
  const lamp = taken(owner.watch('message-summary', owner.number));
  await lampShows(lamp, '0/0');
  owner.whenCalled = { do: 'decline', status: 486 };
  await leave(caller, owner.number);
  await lampShows(lamp, '1/0');
  teller.step(`${caller.number} leaves a message of two seconds, and the lamp of ${owner.number} is lit`);
  const percent = await fetch(owner, caller.number, lamp);
  teller.step(
    `${owner.number} gives the passcode, chooses another one, and hears it: the tone is ${percent} % of the sound`,
  );
  lamp.stop();
}

async function leave(caller: Handset, number: string): Promise<void> {
  const call = taken(caller.call(number));
  taken(await call.established(limitMs));
  must(call.security.secure, 'the call with voicemail is not encrypted');
  call.press('#');
  await frames(call, messageFrames);
  call.press('#');
  await frames(call, listenedFrames);
  call.press('1');
  must(taken(await call.ended(limitMs)).by === 'far', 'voicemail has not ended the call');
}

async function fetch(owner: Handset, from: string, lamp: Subscription): Promise<number> {
  const call = taken(owner.call(pilot));
  taken(await call.established(limitMs));
  call.press(`${passcodes[0]}#${passcodes[1]}#${passcodes[1]}#1`);
  call.expect(toneOf(from));
  const share = await hearTone(call);
  await lampShows(lamp, '0/1');
  call.press('3');
  await lampShows(lamp, '0/0');
  call.hangUp();
  taken(await call.ended(limitMs));
  return Math.round(share * 100);
}

/** Half a second that is next to nothing but the tone. */
async function hearTone(call: HandsetCall): Promise<number> {
  const untilMs = systemClock.steadyMs() + limitMs;
  while (systemClock.steadyMs() < untilMs) {
    call.heard();
    await frames(call, halfSecond);
    const { share } = call.heard();
    if (share > leastShare) return share;
  }
  throw new DemoFailure('the tone of the message is not heard');
}
