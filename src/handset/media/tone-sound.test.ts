// The sound over real sockets of this machine, its clock in the test's hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import { CallMedia } from './call-media.ts';
import type { Heard } from './sound.ts';
import { ToneSound } from './tone-sound.ts';

const address = '127.0.0.1';
const frameMs = 20;

interface End {
  readonly sound: ToneSound;
  readonly media: CallMedia;
}

class Pair {
  readonly clock = new FakeClock();
  readonly a: End;
  readonly b: End;

  constructor(policy: 'required' | 'none' = 'required', tamper = false) {
    this.a = this.#end(policy, tamper, 440, 1_000);
    this.b = this.#end(policy, false, 1_000, 440);
  }

  #end(policy: 'required' | 'none', tamper: boolean, toneHz: number, expectedHz: number): End {
    const sound = new ToneSound({ address, toneHz, expectedHz, clock: this.clock });
    return { sound, media: new CallMedia({ policy, address }, sound, tamper) };
  }

  async open(): Promise<this> {
    for (const { sound } of [this.a, this.b]) assert.ok((await sound.open()).ok);
    this.agree();
    return this;
  }

  agree(): void {
    const answer = this.b.media.answer(this.a.media.offer());
    assert.ok(answer.ok && this.a.media.accept(answer.value).ok);
  }

  /** Lets this many frames be sent, and waits until so many packets have come to both ends as are expected. */
  async talk(frames: number, toA: number, toB: number): Promise<[Heard, Heard]> {
    const sum = [
      { share: 0, frames: 0, refused: 0 },
      { share: 0, frames: 0, refused: 0 },
    ];
    for (let count = 0; count < frames; count++) {
      this.clock.advance(frameMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (let turns = 0; turns < 200; turns++) {
      for (const [index, { sound }] of [this.a, this.b].entries()) {
        const heard = sound.heard();
        const known = sum[index];
        if (known === undefined) continue;
        known.share = Math.max(known.share, heard.share);
        known.frames += heard.frames;
        known.refused += heard.refused;
      }
      const [first, second] = sum;
      if (first === undefined || second === undefined) break;
      if (first.frames + first.refused >= toA && second.frames + second.refused >= toB) return [first, second];
      await new Promise((resolve) => setImmediate(resolve));
    }
    return assert.fail(`not as many packets as expected came: ${JSON.stringify(sum)}`);
  }

  close(): void {
    this.a.sound.close();
    this.b.sound.close();
    assert.equal(this.clock.waiting, 0);
  }
}

for (const policy of ['required', 'none'] as const) {
  test(`each end hears the other one's tone (SRTP ${policy})`, async () => {
    const pair = await new Pair(policy).open();
    for (const heard of await pair.talk(20, 20, 20)) {
      assert.ok(heard.share > 0.95, `a share of ${heard.share}`);
      assert.equal(heard.refused, 0);
    }
    pair.close();
  });
}

test('tampered keys: not one packet is taken', async () => {
  const pair = await new Pair('required', true).open();
  const [atA, atB] = await pair.talk(20, 20, 20);
  assert.ok(atA.share > 0.95);
  assert.equal(atB.frames, 0);
  assert.ok(atB.refused >= 20);
  assert.equal(atB.share, 0);
  pair.close();
});

test('held, there is silence both ways; resumed, both tones are back under the same keys', async () => {
  const pair = await new Pair().open();
  await pair.talk(10, 10, 10);
  pair.a.media.holding = 'sendonly';
  pair.agree();
  await pair.talk(2, 0, 2);
  const [atHolder, atHeld] = await pair.talk(20, 0, 20);
  assert.deepEqual(atHolder, { share: 0, frames: 0, refused: 0 });
  assert.equal(atHeld.share, 0);
  pair.a.media.holding = 'no';
  pair.agree();
  await pair.talk(2, 2, 2);
  for (const heard of await pair.talk(20, 20, 20)) assert.ok(heard.share > 0.95 && heard.refused === 0);
  pair.close();
});

test('a sound that is closed while it opens leaves nothing open', async () => {
  const sound = new ToneSound({ address, toneHz: 440, expectedHz: 440, clock: new FakeClock() });
  const opening = sound.open();
  sound.close();
  assert.ok(!(await opening).ok);
});
