// What holds of every call whatever features are used: each phone sends where the other listens, with the key that the other has, and
// the call is called secure exactly when nobody else can listen.

import assert from 'node:assert/strict';
import type { CallServer } from '#calls';
import type { AutomaticLine } from './automatic-line.ts';
import type { AutomaticPhone } from './automatic-phone.ts';
import type { Belief, Way } from './believed.ts';
import type { World } from './world.ts';

type AnyCall = CallServer['calls'] extends ReadonlyMap<string, infer C> ? C : never;
type AnyLeg = NonNullable<ReturnType<AnyCall['at']>>;

interface Seen {
  readonly isSecure: boolean;
  readonly sinceMs: number;
}

interface Pair {
  readonly call: AnyCall;
  readonly lines: readonly [AutomaticLine, AutomaticLine];
  readonly legs: readonly [AnyLeg, AnyLeg];
}

/** Longer than it takes to tell a phone what its call is like. */
const toldMs = 1_000;

export class Secrecy {
  readonly #world: World;
  readonly #phones: readonly AutomaticPhone[];
  /** Each key in use, and the phones that have used it with each other. */
  readonly #pairs = new Map<string, string>();
  /** How long each pair has been what it is. */
  #since: Map<string, Seen> = new Map();
  /** What was looked at. */
  readonly counted = { pairs: 0, secure: 0, shared: 0, alone: 0, told: 0, rang: 0 };

  constructor(world: World, phones: readonly AutomaticPhone[]) {
    this.#world = world;
    this.#phones = phones;
  }

  check(): void {
    const before = this.#since;
    this.#since = new Map();
    for (const call of this.#world.server.calls.values()) {
      if (call.state === 'alone') this.#checkAlone(call, before);
      else if (call.state === 'talking' && call.isSettled) this.#checkTalking(call, before);
    }
  }

  #lineOf(leg: AnyLeg | undefined): AutomaticLine | undefined {
    if (leg === undefined || !leg.isQuiet || leg.over) return undefined;
    const { callId, remoteTag } = leg.dialog;
    for (const phone of this.#phones)
      for (const line of phone.lines)
        if (line.call.callId === callId && line.call.localTag === remoteTag)
          return line.isQuiet && line.state === 'up' && !phone.isDead && phone.isReached ? line : undefined;
    return undefined;
  }

  #checkAlone(call: AnyCall, seen: ReadonlyMap<string, Seen>): void {
    const nowMs = this.#world.clock.steadyMs();
    for (const side of ['caller', 'called'] as const) {
      const line = this.#lineOf(call.at(side));
      if (line === undefined || line.hasRefused || line.wasLost) continue;
      const name = `${nameOf(line)} alone`;
      const sinceMs = seen.get(name)?.sinceMs ?? nowMs;
      this.#since.set(name, { isSecure: false, sinceMs });
      if (nowMs - sinceMs < toldMs) continue;
      this.counted.alone += 1;
      assert.ok(!line.media.belief.sends, `${nameOf(line)} is alone and sends`);
    }
  }

  #checkTalking(call: AnyCall, seen: ReadonlyMap<string, Seen>): void {
    const [callerLeg, calledLeg] = [call.at('caller'), call.at('called')];
    const [caller, called] = [this.#lineOf(callerLeg), this.#lineOf(calledLeg)];
    if (callerLeg === undefined || calledLeg === undefined || caller === undefined || called === undefined) return;
    if (call.exchange?.settled !== true) return;
    const pair: Pair = { call, lines: [caller, called], legs: [callerLeg, calledLeg] };
    this.counted.pairs += 1;
    this.#checkWays(pair);
    this.#checkSecurity(pair);
    this.#checkKeys(pair);
    this.#checkShown(pair, seen);
  }

  #checkWays({ lines: [one, other] }: Pair): void {
    const [a, b] = [one.media.belief, other.media.belief];
    const words = `${nameOf(one)} with ${nameOf(other)}`;
    assert.equal(a.active, b.active, `${words}: only one has media`);
    assert.deepEqual(heardBy(b), a.sending, `${words}: sent otherwise than heard`);
    assert.deepEqual(heardBy(a), b.sending, `${words}: heard otherwise than sent`);
    assert.deepEqual([a.sends, a.hears], [b.hears, b.sends], `${words}: directions`);
  }

  #checkSecurity({ call, lines, legs }: Pair): void {
    const [a, b] = lines.map((line) => line.media.belief);
    if (a === undefined || b === undefined || !a.active) return;
    const keys = [a.sending.key, b.sending.key];
    const isEncrypted = legs.every(({ flow }) => flow.secure) && keys.every((key) => key !== '');
    // One that was heard in another dialog, were it of the same phone, is heard by whoever has its record.
    const others = this.#phones.flatMap((phone) => phone.lines.filter((line) => !lines.includes(line)));
    const isShared = others.some((line) => keys.some((key) => line.knows(key) === 'told'));
    if (isEncrypted && isShared) this.counted.shared += 1;
    if (isEncrypted && !isShared) this.counted.secure += 1;
    if (isEncrypted && others.some((line) => keys.some((key) => line.knows(key) === 'rang'))) this.counted.rang += 1;
    // A key that has stood in another description may have been shown to these two alone: nobody relies on that.
    const isDoubtful = lines.some(({ media }) => media.hasRepeated(media.belief.sending.key));
    if (isDoubtful && !call.security.secure) return;
    const words = `${lines.map(nameOf).join(' with ')}: encrypted ${isEncrypted}, keys known to others ${isShared}`;
    assert.equal(call.security.secure, isEncrypted && !isShared, words);
    const told = this.#world.events.findLast((event) => event.kind === 'security' && event.callId === call.id);
    assert.equal(told?.kind === 'security' && told.security.secure, call.security.secure, `${words}: told otherwise`);
  }

  /** A phone that draws fresh keys uses none of them with two others. */
  #checkKeys({ lines: [one, other] }: Pair): void {
    const name = [one, other]
      .map(({ phone }) => phone.phone.tag)
      .toSorted()
      .join(' ');
    for (const line of [one, other]) {
      const { key } = line.media.belief.sending;
      if (key === '' || line.phone.manners.keepsKeys) continue;
      assert.equal(this.#pairs.get(key) ?? name, name, `${nameOf(line)} uses one key with two others`);
      this.#pairs.set(key, name);
    }
  }

  #checkShown({ call, lines, legs }: Pair, seen: ReadonlyMap<string, Seen>): void {
    const isSecure = call.security.secure;
    const nowMs = this.#world.clock.steadyMs();
    const name = lines.map(nameOf).join(' ');
    const before = seen.get(name);
    const sinceMs = before?.isSecure === isSecure ? before.sinceMs : nowMs;
    this.#since.set(name, { isSecure, sinceMs });
    for (const { party } of legs) {
      if (party.kind !== 'station') continue;
      for (const view of this.#world.server.watching.activity.of(party.number))
        if (view.callId === call.id)
          assert.equal(view.secure, isSecure, `a lamp of ${party.number} shows it otherwise`);
    }
    if (nowMs - sinceMs < toldMs) return;
    for (const line of lines) {
      const { showsIcon, takesUpdate } = line.phone.manners;
      if (!showsIcon || !takesUpdate || line.phone.isProvider || line.wasLost) continue;
      this.counted.told += 1;
      assert.equal(line.icon, isSecure, `${nameOf(line)} shows it otherwise`);
    }
  }
}

const heardBy = ({ hearing }: Belief): Way => hearing;
const nameOf = ({ phone, call }: AutomaticLine): string => `${phone.phone.number} (${call.callId})`;
