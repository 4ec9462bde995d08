// Proof: how secure the system is, looked at again with every change and every hour, and told to whoever may know. Looks run one after
// another; what one has seen is kept until the next.

import { type Cancel, type Clock, type Log, limits } from '#base';
import type { SecurityHistoryRow, Storage } from '#storage';
import { type Checked, check, gradeOf, profileOf, watchedForms } from './checker.ts';
import { type Drift, driftOf } from './drift.ts';
import type { GradeId, Profile } from './line.ts';
import type { Live } from './probes/live.ts';
import { countsOf, type HistoryMoment, type Report, reportOf, type Standing } from './report.ts';
import { type LineStates, type Moved, printStates, readStates, type Step, step } from './states.ts';
import type { World } from './world.ts';

export interface ProofOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly storage: Pick<Storage, 'securityHistory' | 'recordChanges' | 'transaction'>;
  /** Asks the network; undefined while the system does not run. */
  readonly live: (() => Promise<Live>) | undefined;
  /** The world at this moment. */
  readonly world: (live: Live | undefined) => Promise<World>;
  /** The profile that the site has adopted. */
  readonly adopted: () => GradeId | 'none';
  /** What was met and is not any more, and that nothing is. */
  readonly onDrift: (drift: Drift | undefined) => void;
  /** Something of it is new. */
  readonly onLook: () => void;
}

/** What was seen last. */
interface Look {
  readonly atMs: number;
  readonly world: World;
  readonly grade: GradeId | '';
  readonly adopted: GradeId | 'none';
  readonly checked: readonly Checked[];
}

export class Proof {
  readonly #options: ProofOptions;
  #states: LineStates;
  /** The newest change of configuration that a look has seen. */
  #seenAuditId: number;
  #kept: { readonly profile: string; readonly grade: string };
  #last: Look | undefined;
  #isStale = true;
  #moments: number;
  #work: Promise<unknown> = Promise.resolve();
  #soon: Cancel | undefined;
  #hourly: Cancel | undefined;
  #isClosed = false;

  private constructor(options: ProofOptions, last: SecurityHistoryRow | undefined) {
    this.#options = options;
    this.#states = readStates(last?.states ?? '');
    this.#seenAuditId = last?.seenAuditId ?? 0;
    this.#moments = Math.min(last?.id ?? 0, limits.proof.history);
    this.#kept = { profile: last?.profile ?? '', grade: last?.grade ?? '' };
  }

  /** Goes on from what was seen last, in this process or an earlier one. */
  static async open(options: ProofOptions): Promise<Proof> {
    const [last] = await options.storage.securityHistory.last(1);
    return new Proof(options, last);
  }

  /** From now on it looks by itself: soon, after each change, each hour. */
  start(): void {
    this.#lookSoon();
    this.#again();
  }

  /** A record of this form was changed; without one, something else that lines look at, such as a certificate. */
  changed(form?: string): void {
    if (form !== undefined && !watchedForms.has(form)) return;
    this.#isStale = true;
    if (this.#hourly !== undefined) this.#lookSoon();
  }

  /** A profile's lines now; initially the adopted one's, or Medium's where none is. Undefined where there is no such profile. */
  async report(id?: string): Promise<Report | undefined> {
    const { adopted, log } = this.#options;
    const profile = profileOf(id ?? (adopted() === 'none' ? 'medium' : adopted()));
    if (profile === undefined) return undefined;
    const look = await this.#fresh();
    const { world, grade, atMs } = look;
    const checked = profile.id === look.adopted ? look.checked : check(profile, world, log);
    const shown = { adopted: look.adopted === 'none' ? '' : look.adopted, grade, checkedAtMs: atMs };
    return reportOf(profile, checked, shown, this.#states);
  }

  /** The world as it was seen a moment ago. */
  async world(): Promise<World> {
    return (await this.#fresh()).world;
  }

  /** As it was seen last; blank before the first look. */
  get standing(): Standing {
    if (this.#last === undefined) return { grade: '', adopted: this.#options.adopted(), notMet: 0, toDo: 0 };
    const { grade, checked, adopted } = this.#last;
    const { notMet, toDo } = countsOf(checked);
    return { grade, adopted, notMet, toDo };
  }

  /** The lines of the adopted profile as they were seen last, for a view. */
  get lines(): Report['lines'] {
    const { adopted, grade, atMs, checked = [] } = this.#last ?? { adopted: 'none', grade: '', atMs: 0 };
    const profile = profileOf(adopted);
    if (profile === undefined) return [];
    return reportOf(profile, checked, { adopted, grade, checkedAtMs: atMs }, this.#states).lines;
  }

  /** How many moments the history has. */
  get moments(): number {
    return this.#moments;
  }

  /** Newest first. */
  async history(limit: number = limits.proof.historyShown): Promise<readonly HistoryMoment[]> {
    const rows = await this.#options.storage.securityHistory.last(Math.min(limit, limits.proof.history));
    return rows.map(momentOf);
  }

  /** Returns when what was begun is done. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#soon?.();
    this.#hourly?.();
    await this.#work;
  }

  #lookSoon(): void {
    if (this.#isClosed || this.#soon !== undefined) return;
    this.#soon = this.#options.clock.after(limits.proof.settleMs, () => {
      this.#soon = undefined;
      void this.#fresh().catch((fault: unknown) => this.#options.log.fault('security could not be looked at', fault));
    });
  }

  #again(): void {
    this.#hourly = this.#options.clock.after(limits.proof.everyMs, () => {
      this.#isStale = true;
      this.#lookSoon();
      this.#again();
    });
  }

  /** What was seen a moment ago, with nothing changed since, or a new look. */
  #fresh(): Promise<Look> {
    const turn = this.#work.then(() => {
      const { clock } = this.#options;
      const isFresh = this.#last !== undefined && clock.nowMs() - this.#last.atMs < limits.proof.freshMs;
      return !this.#isStale && isFresh && this.#last !== undefined ? this.#last : this.#look();
    });
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  async #look(): Promise<Look> {
    const { clock, log, live, world: worldOf, adopted: adoptedNow, onLook } = this.#options;
    // What changes while it looks is looked at again.
    this.#isStale = false;
    const world = await worldOf(await live?.());
    const adopted = adoptedNow();
    const profile = profileOf(adopted);
    const checked = profile === undefined ? [] : check(profile, world, log);
    const look: Look = { atMs: clock.nowMs(), world, grade: gradeOf(world, log), adopted, checked };
    this.#last = look;
    if (live !== undefined && !this.#isClosed) await this.#remember(look, profile);
    onLook();
    return look;
  }

  /** What moved goes into the history; what is broken is told. */
  async #remember(look: Look, profile: Profile | undefined): Promise<void> {
    const { storage, onDrift } = this.#options;
    const forms = [...watchedForms];
    const changes = await storage.recordChanges.last(forms, limits.proof.changesRead);
    const since = changes.filter(({ auditId }) => auditId > this.#seenAuditId);
    const isOther = look.adopted !== this.#kept.profile;
    const next = step(isOther ? {} : this.#states, look.checked, since, look.atMs);
    this.#seenAuditId = Math.max(this.#seenAuditId, changes[0]?.auditId ?? 0);
    const isNew = isOther || look.grade !== this.#kept.grade || next.moved.length > 0;
    this.#states = next.states;
    if (isNew)
      await this.#write(look, next, isOther ? since.find(({ form }) => form === 'security-profile') : undefined);
    onDrift(profile === undefined ? undefined : driftOf(profile, look.checked, this.#states));
  }

  async #write(
    look: Look,
    { moved, cause, states }: Step,
    adoption: { readonly changedBy: string; readonly auditId: number } | undefined,
  ): Promise<void> {
    const { storage } = this.#options;
    const row: SecurityHistoryRow = {
      ...{ id: 0, atMs: look.atMs, profile: look.adopted, grade: look.grade, ...countsOf(look.checked) },
      moved: JSON.stringify(moved),
      changedBy: adoption?.changedBy ?? cause.by,
      auditId: adoption?.auditId ?? cause.auditId,
      seenAuditId: this.#seenAuditId,
      states: printStates(states),
    };
    await storage.transaction((tx) => storage.securityHistory.append(tx, row, limits.proof.history));
    this.#kept = { profile: look.adopted, grade: look.grade };
    this.#moments = Math.min(this.#moments + 1, limits.proof.history);
  }
}

function momentOf({
  id,
  atMs,
  profile,
  grade,
  met,
  notMet,
  toDo,
  moved,
  changedBy,
  auditId,
}: SecurityHistoryRow): HistoryMoment {
  // Only this file writes it.
  const lines = JSON.parse(moved) as readonly Moved[];
  return { id, atMs, profile, grade, met, notMet, toDo, moved: lines, by: changedBy, auditId };
}
