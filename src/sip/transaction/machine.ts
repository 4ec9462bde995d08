// What all four transactions share: a state that moves by its table, the repeat timer, the deadline and the absorbing time.

import type { Cancel, Clock } from '#base';
import type { Flow } from '../transport/flow.ts';
import type { Action, Event, State, Table } from './tables.ts';
import { ABSORB_MS, T1, T2, T4, TRANSACTION_MS } from './timers.ts';

export abstract class Machine {
  readonly key: string;
  readonly flow: Flow;
  protected readonly clock: Clock;
  readonly #table: Table;
  readonly #forget: (key: string) => void;
  #state: State;
  #pauseMs = T1;
  #repeat: Cancel | undefined;
  /** The deadline and the absorbing time never run together. */
  #end: Cancel | undefined;

  constructor(key: string, flow: Flow, clock: Clock, table: Table, first: State, forget: (key: string) => void) {
    this.key = key;
    this.flow = flow;
    this.clock = clock;
    this.#table = table;
    this.#state = first;
    this.#forget = forget;
  }

  get state(): State {
    return this.#state;
  }

  /** Sends the request or the latest response; false when the way is closed. */
  protected abstract transmit(): boolean;
  /** Tells the user what happened: a message to pass on, no answer in time, or nothing sent. */
  protected abstract tell(what: 'pass' | 'timed-out' | 'unsent'): void;
  protected acknowledge(): void {}

  /** Moves by the table. Telling the user comes last, when the state is right for what the user does next. */
  protected fire(event: Event): void {
    const step = this.#table[this.#state]?.[event];
    if (step === undefined) return;
    this.#state = step.to;
    let told: 'pass' | 'timed-out' | 'unsent' | undefined;
    let sent = true;
    for (const action of step.do) {
      if (action === 'pass' || action === 'timed-out' || action === 'unsent') told = action;
      else if (action === 'send') sent = this.transmit();
      else this.#perform(action);
    }
    if (this.#state === 'terminated') this.#stop();
    if (told !== undefined) this.tell(told);
    if (!sent) this.fire('transport-failed');
  }

  #perform(action: Exclude<Action, 'pass' | 'timed-out' | 'unsent' | 'send'>): void {
    switch (action) {
      case 'acknowledge':
        return this.acknowledge();
      case 'repeat':
        return this.#repeatAfter(this.#pauseMs);
      case 'repeat-slowly':
        this.#pauseMs = T2;
        return this.#repeatAfter(T2);
      case 'quiet':
        return this.#quiet();
      case 'deadline':
        return this.#endAfter(TRANSACTION_MS, 'deadline-passed');
      case 'no-deadline':
        return this.#noEnd();
      case 'absorb-D':
        return this.#endAfter(this.flow.reliable ? 0 : ABSORB_MS, 'absorbed');
      case 'absorb-I':
      case 'absorb-K':
        return this.#endAfter(this.flow.reliable ? 0 : T4, 'absorbed');
      case 'absorb-J':
        return this.#endAfter(this.flow.reliable ? 0 : TRANSACTION_MS, 'absorbed');
      case 'absorb-L':
      case 'absorb-M':
        return this.#endAfter(TRANSACTION_MS, 'absorbed');
    }
  }

  #repeatAfter(pauseMs: number): void {
    if (this.flow.reliable) return;
    this.#quiet();
    this.#pauseMs = this.doublesForever ? pauseMs * 2 : Math.min(pauseMs * 2, T2);
    this.#repeat = this.clock.after(pauseMs, () => {
      this.#repeat = undefined;
      this.fire('repeat-due');
    });
  }

  /** Timer A doubles without a ceiling (RFC 3261 §17.1.1.2); E and G stop at T2. */
  protected get doublesForever(): boolean {
    return false;
  }

  #quiet(): void {
    this.#repeat?.();
    this.#repeat = undefined;
  }

  /** With nothing to wait for the state is the last one at once. */
  #endAfter(delayMs: number, event: 'deadline-passed' | 'absorbed'): void {
    this.#noEnd();
    if (delayMs === 0) {
      this.#state = 'terminated';
      return;
    }
    this.#end = this.clock.afterAbout(delayMs, () => {
      this.#end = undefined;
      this.fire(event);
    });
  }

  #noEnd(): void {
    this.#end?.();
    this.#end = undefined;
  }

  #stop(): void {
    this.#quiet();
    this.#noEnd();
    this.#forget(this.key);
  }
}
