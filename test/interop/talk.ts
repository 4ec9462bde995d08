// Two phones that talk: each hears the other's tone, or nothing.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { samplesPerSecond } from '#media';
import type { Baresip } from './baresip.ts';

/** What is judged, and what is left out before it: the first packets of a stream come while keys and buffers settle. */
const talkSeconds = 2;
const settlingSeconds = 0.1;
const leastShare = 0.99;
const mostListenings = 3;
const silentMs = 400;

/** Calls, and waits until both phones say that the call stands. */
export async function call(caller: Baresip, called: Baresip): Promise<void> {
  const marks = [caller.mark, called.mark] as const;
  await caller.dial(called.number);
  await Promise.all([caller.happened('CALL_ESTABLISHED', marks[0]), called.happened('CALL_ESTABLISHED', marks[1])]);
}

/**
 * Both hear the other's tone, and not their own. A machine that is busy with other things may spoil some packets of
 * both programs; so they may listen again, but two whole seconds in a row must be clean. The shares are told.
 */
export async function hearEachOther(test: TestContext, one: Baresip, other: Baresip, when: string): Promise<void> {
  for (let listening = 1; ; listening++) {
    const from = [one, other].map((phone) => phone.heard + settlingSeconds * samplesPerSecond);
    await Promise.all([one.hears(talkSeconds), other.hears(talkSeconds)]);
    const heard = [
      { phone: one, wanted: one.share(other.toneHz, from[0]), own: one.share(one.toneHz, from[0]) },
      { phone: other, wanted: other.share(one.toneHz, from[1]), own: other.share(other.toneHz, from[1]) },
    ];
    const words = heard.map(({ phone, wanted }) => `${phone.number} ${wanted.toFixed(4)}`).join(', ');
    test.diagnostic(`${when}: the other's tone in what was heard: ${words}`);
    if (heard.every(({ wanted }) => wanted > leastShare)) {
      for (const { phone, own } of heard) assert.ok(own < 1 - leastShare, `${phone.number} hears itself: ${own}`);
      return;
    }
    assert.ok(listening < mostListenings, `${when}: the tone is not clean: ${words}`);
  }
}

/** Neither hears anything any more. */
export async function hearNothing(...phones: readonly Baresip[]): Promise<void> {
  await Promise.all(phones.map((phone) => phone.silence(silentMs)));
}

/** One hangs up; both have then ended the call. */
export async function hangUp(one: Baresip, other: Baresip): Promise<void> {
  const mark = other.mark;
  await one.command('hangup');
  await other.happened('CALL_CLOSED', mark);
}
