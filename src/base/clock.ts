// The clock: the only holder of time and timers, so that tests can stand still.

export type Cancel = () => void;

export interface Clock {
  /** Wall-clock time, milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
  /** Steady time for durations, milliseconds from an arbitrary start. */
  steadyMs(): number;
  /** Runs `task` once after `delayMs`; the returned function takes it back. Never keeps the process alive. */
  after(delayMs: number, task: () => void): Cancel;
  /**
   * As `after`, for what need not be exact: up to half a second later, together with others. Waiting costs little and
   * wakes nobody alone, so it is for what is started often: the end of transactions, sessions, ringing.
   */
  afterAbout(delayMs: number, task: () => void): Cancel;
}

const batchMs = 500;

/** Tasks that fall due together. A cancelled one leaves its place empty. */
class Batches {
  readonly #due = new Map<number, { task: (() => void) | undefined }[]>();
  #ticker: NodeJS.Timeout | undefined;
  #done = 0;

  add(delayMs: number, task: () => void): Cancel {
    const batch = Math.floor((performance.now() + delayMs) / batchMs) + 1;
    const place: { task: (() => void) | undefined } = { task };
    const places = this.#due.get(batch);
    if (places === undefined) this.#due.set(batch, [place]);
    else places.push(place);
    this.#ticker ??= this.#start();
    return () => {
      place.task = undefined;
    };
  }

  #start(): NodeJS.Timeout {
    this.#done = Math.floor(performance.now() / batchMs);
    return setInterval(() => this.#run(), batchMs).unref();
  }

  #run(): void {
    const now = Math.floor(performance.now() / batchMs);
    for (; this.#done < now; this.#done++) {
      const places = this.#due.get(this.#done + 1);
      if (places === undefined) continue;
      this.#due.delete(this.#done + 1);
      for (const place of places) runAlone(place.task);
    }
    if (this.#due.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }
}

/** What becomes of a fault that a task throws. Until somebody takes it, it is thrown on by itself, and ends the process. */
let takeFault = (fault: unknown): void =>
  queueMicrotask(() => {
    throw fault;
  });

/** From now on `take` is given what tasks of the system clock throw: a fault in one of them is logged, and calls go on. */
export function takeFaultsOfTasks(take: (fault: unknown) => void): void {
  takeFault = take;
}

/** One task that throws does not take the others of its batch with it. */
function runAlone(task: (() => void) | undefined): void {
  try {
    task?.();
  } catch (fault) {
    takeFault(fault);
  }
}

const batches = new Batches();

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(runAlone, delayMs, task);
    timer.unref();
    return () => clearTimeout(timer);
  },
  afterAbout: (delayMs, task) => batches.add(delayMs, task),
};

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that moves only when told: tests advance it by hand. */
export class FakeClock implements Clock {
  #now: number;
  #steady = 0;
  #order = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(nowMs = Date.UTC(2026, 10, 22, 9, 0, 0)) {
    this.#now = nowMs;
  }

  nowMs(): number {
    return this.#now;
  }

  steadyMs(): number {
    return this.#steady;
  }

  after(delayMs: number, task: () => void): Cancel {
    const entry: Waiting = { at: this.#steady + delayMs, order: this.#order++, task };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Exact, so that tests can count. */
  afterAbout(delayMs: number, task: () => void): Cancel {
    return this.after(delayMs, task);
  }

  /** Moves time on by `ms`, running each timer at its own moment, in order. */
  advance(ms: number): void {
    const end = this.#steady + ms;
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.#waiting.delete(next);
      this.#moveTo(Math.max(next.at, this.#steady));
      next.task();
    }
    this.#moveTo(end);
  }

  /** How many timers wait: a test that ends with more than it began has a leak. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #due(end: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const entry of this.#waiting) {
      if (entry.at > end) continue;
      if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order))
        first = entry;
    }
    return first;
  }

  #moveTo(steady: number): void {
    this.#now += steady - this.#steady;
    this.#steady = steady;
  }
}
