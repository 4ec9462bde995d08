// All trunks, as calls see them: the configuration kept at work, whose a flow is, the ways out, and what is wrong.

import { Events } from '#base';
import { type DigestAlgorithm, type DigestClient, type DigestCredentials, digestHa1, type Flow } from '#sip';
import { conditionsOf, type TrunkCondition } from './conditions.ts';
import { Identification } from './identification.ts';
import type { TrunkParts } from './parts.ts';
import { stateOf } from './states.ts';
import { Trial } from './trial.ts';
import type { TestOptions, TestStep } from './trial-step.ts';
import { Trunk, type TrunkWay } from './trunk.ts';
import { TrunkLine } from './trunk-line.ts';
import type { TrunkState } from './trunk-states.view.ts';
import type { TrunkRecord } from './trunks.form.ts';

/** With what a provider must answer our challenge. */
export interface TrunkChallenge extends DigestCredentials {
  readonly username: string;
}

interface Entry {
  readonly trunk: Trunk;
  /** Undefined of a trunk that is disabled. */
  line: TrunkLine | undefined;
  /** What is still being ended of how it was before. */
  ending: Promise<void>;
  readonly sinceMs: number;
}

/** Changing one of these makes connections, registration and places anew. */
const connecting = ['transport', 'proxies', 'domain', 'certificateName', 'offerCertificate'] as const;
const proving = ['enabled', 'registers', 'username', 'registrationSeconds'] as const;

export class TrunkTable {
  /** The name of a trunk of which something is not as it was. */
  readonly changed: Events<string>;
  readonly #parts: TrunkParts;
  readonly #entries = new Map<string, Entry>();
  readonly #identification = new Identification();
  readonly #trials = new Set<Trial>();
  #isClosed = false;

  constructor(parts: TrunkParts) {
    this.#parts = parts;
    this.changed = new Events('trunks', parts.log);
  }

  /** Adds a trunk, or gives it its changed record. What makes another connection of it takes no call in progress away. */
  set(record: TrunkRecord, secretsChanged: boolean): Trunk {
    const known = this.#entries.get(record.name);
    const entry = known ?? {
      ...{ trunk: new Trunk(record), line: undefined, ending: Promise.resolve() },
      sinceMs: this.#parts.clock.nowMs(),
    };
    const isAnew = known === undefined || secretsChanged || isConnectedAnew(known.trunk.record, record);
    this.#entries.set(record.name, entry);
    if (isAnew) this.#leave(entry, 'the trunk was changed');
    entry.trunk.record = record;
    if (isAnew) this.#begin(entry);
    else entry.line?.follow();
    this.#follow(record.name);
    return entry.trunk;
  }

  remove(name: string): Trunk | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    this.#leave(entry, 'the trunk was deleted');
    this.#entries.delete(name);
    this.#follow(name);
    return entry.trunk;
  }

  get(name: string): Trunk | undefined {
    return this.#entries.get(name)?.trunk;
  }

  *all(): IterableIterator<Trunk> {
    for (const { trunk } of this.#entries.values()) yield trunk;
  }

  /** The enabled trunk whose provider sends over this flow; never by what a message says. */
  identify(flow: Flow): Trunk | undefined {
    return this.#identification.identify(flow);
  }

  /** The ways to a provider as they are known now, the best first; none of a trunk that is disabled or leads nowhere. */
  ways({ name }: Trunk): readonly TrunkWay[] {
    return this.#lineOf(name)?.ways() ?? [];
  }

  isUp({ name }: Trunk): boolean {
    return this.#lineOf(name)?.isUp ?? false;
  }

  /** What answers the challenges of the provider, with the nonces that it remembers; undefined without an account. */
  digestOf({ name }: Trunk): DigestClient | undefined {
    return this.#lineOf(name)?.digest();
  }

  /** What the provider must also prove to know, where the trunk asks for it. */
  challengeOf({ name, record }: Trunk): TrunkChallenge | undefined {
    const { inboundUsername: username } = record;
    if (username === '') return undefined;
    const { realm, secretFor } = this.#parts;
    const ha1 = (algorithm: DigestAlgorithm) =>
      digestHa1(algorithm, username, realm(), secretFor(name, 'inboundSecret'));
    return { username, algorithms: ['SHA-256', 'MD5'], ha1 };
  }

  /** A connection that was dialled is open. */
  flowOpened(flow: Flow): void {
    for (const { line } of this.#entries.values()) line?.flowOpened(flow);
    for (const trial of this.#trials) trial.flowOpened(flow);
  }

  /** A connection has ended, or could not be opened. */
  flowClosed(flow: Flow, why: string): void {
    for (const { line } of this.#entries.values()) line?.flowClosed(flow, why);
    for (const trial of this.#trials) trial.flowClosed(flow, why);
  }

  /** Our certificate, what is trusted or what may be open has changed: these connect anew, calls in progress staying where they are. */
  connectAnew(which: (record: TrunkRecord) => boolean): void {
    for (const { line, trunk } of this.#entries.values()) if (which(trunk.record)) line?.connectAnew();
  }

  /** What was in the way may be no longer: places that are down are tried now. */
  lookAgain(): void {
    for (const { line } of this.#entries.values()) line?.lookAgain();
  }

  /** Goes through what a call needs, step by step. It never fails: what is wrong is a step that failed. */
  async *test({ record }: Trunk, options: TestOptions = {}): AsyncGenerator<TestStep> {
    const trial = new Trial(this.#parts, record);
    this.#trials.add(trial);
    try {
      yield* trial.run(options);
    } finally {
      this.#trials.delete(trial);
    }
  }

  /** By names that say which condition it is. */
  conditions(): ReadonlyMap<string, TrunkCondition> {
    const lines = [...this.#entries.values()].flatMap(({ line }) => line ?? []);
    return new Map(lines.flatMap(conditionsOf));
  }

  /** The rows of the view Trunk States. */
  states(): readonly TrunkState[] {
    return [...this.#entries.values()].map(({ trunk, line, sinceMs }) => stateOf(trunk, line, sinceMs));
  }

  /** Takes every registration back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const entry of this.#entries.values()) this.#leave(entry, 'the system is stopping');
    await Promise.all([...this.#entries.values()].map(({ ending }) => ending));
  }

  #lineOf = (name: string): TrunkLine | undefined => this.#entries.get(name)?.line;

  #leave(entry: Entry, why: string): void {
    const { line } = entry;
    entry.line = undefined;
    if (line === undefined) return;
    const ended = line.end(why).catch((fault) => void this.#parts.log.fault('a trunk could not be ended', fault));
    entry.ending = Promise.all([entry.ending, ended]).then(() => undefined);
  }

  /** Once its old registration is taken back, or it would take the new one with it. */
  #begin(entry: Entry): void {
    const { trunk } = entry;
    if (!trunk.record.enabled || this.#isClosed) return;
    const line = new TrunkLine(trunk, this.#parts, () => this.changed.emit(trunk.name));
    entry.line = line;
    void entry.ending.then(() => {
      if (entry.line === line) line.begin();
    });
  }

  #follow(name: string): void {
    this.#identification.follow([...this.#entries.values()].flatMap(({ line }) => line ?? []));
    this.changed.emit(name);
  }
}

const isConnectedAnew = (before: TrunkRecord, after: TrunkRecord): boolean =>
  [...connecting, ...proving].some((field) => before[field] !== after[field]);
