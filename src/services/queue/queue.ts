// One queue of waiting calls: who is the first, which agent is free for them, and how long it may take. Pure. Its law: nobody is sent on
// before those who came earlier and are ready, nobody while no agent is free, and no agent is sent two callers at once.

import { type Clock, limits } from '#base';

/** Away: not there, not to be disturbed, or has left the groups. */
export type AgentState = 'free' | 'busy' | 'away';

export interface QueueSettings {
  readonly most: number;
  /** The hunt group whose phones ring by its own rules; '' where callers are sent to single agents. */
  readonly group: string;
  readonly agents: readonly string[];
  /** How long an agent, or the group, that did not take a caller is left alone. */
  readonly retryMs: number;
}

export interface AgentCounts {
  readonly free: number;
  readonly busy: number;
  readonly away: number;
}

interface Waiting {
  readonly sinceMs: number;
  /** Where they are sent at this moment; '' while they wait. */
  ringing: string;
}

export class Queue {
  readonly #settings: () => QueueSettings;
  readonly #stateOf: (number: string) => AgentState;
  readonly #clock: Clock;
  /** In the order in which they came. */
  readonly #waiting = new Map<string, Waiting>();
  /** Agents, or the group, that are left alone until then. */
  readonly #restUntil = new Map<string, number>();
  /** When each agent was sent a caller last. */
  readonly #sentAt = new Map<string, number>();
  /** When callers were taken, the last ones. */
  readonly #taken: number[] = [];

  constructor(settings: () => QueueSettings, stateOf: (number: string) => AgentState, clock: Clock) {
    this.#settings = settings;
    this.#stateOf = stateOf;
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiting.size;
  }

  get ringing(): number {
    return [...this.#waiting.values()].filter(({ ringing }) => ringing !== '').length;
  }

  /** How long the first has waited; 0 without. */
  get longestMs(): number {
    const [first] = this.#waiting.values();
    return first === undefined ? 0 : this.#now - first.sinceMs;
  }

  get isFull(): boolean {
    return this.#waiting.size >= Math.min(this.#settings().most, limits.queues.waiting);
  }

  get agents(): AgentCounts {
    const states = this.#settings().agents.map(this.#stateOf);
    const count = (state: AgentState): number => states.filter((one) => one === state).length;
    return { free: count('free'), busy: count('busy'), away: count('away') };
  }

  /** False where it is full. */
  enter(id: string): boolean {
    if (this.isFull || this.#waiting.has(id)) return false;
    this.#waiting.set(id, { sinceMs: this.#now, ringing: '' });
    return true;
  }

  /** They have gone, or talk with somebody: an agent whose phone rang for them may not be seen to be busy yet. */
  leave(id: string): void {
    const ringing = this.#waiting.get(id)?.ringing ?? '';
    if (ringing !== '') this.#rest(ringing, limits.queues.settleMs);
    this.#waiting.delete(id);
  }

  /** 1 is the first; 0 who is not in it. Who is being put through keeps their place. */
  position(id: string): number {
    return [...this.#waiting.keys()].indexOf(id) + 1;
  }

  /** Those who wait and are not being put through, the first ones. */
  next(most: number): readonly string[] {
    const waiting = [...this.#waiting].filter(([, { ringing }]) => ringing === '');
    return waiting.slice(0, most).map(([id]) => id);
  }

  /** Where this caller may be sent now, who is sent there from then on; undefined: they wait on. */
  begin(id: string): string | undefined {
    const caller = this.#waiting.get(id);
    if (caller === undefined || this.next(1)[0] !== id) return undefined;
    const target = this.#free();
    if (target === undefined) return undefined;
    caller.ringing = target;
    this.#sentAt.set(target, this.#now);
    if (this.#settings().group !== '') this.#rest(target, limits.queues.settleMs);
    return target;
  }

  /** Nobody took them: they wait on, at their old place. */
  refused(id: string): void {
    const caller = this.#waiting.get(id);
    if (caller === undefined || caller.ringing === '') return;
    this.#rest(caller.ringing, this.#settings().retryMs);
    caller.ringing = '';
  }

  /** They were taken. */
  taken(id: string): void {
    this.leave(id);
    this.#taken.push(this.#now);
    if (this.#taken.length > limits.queues.samples) this.#taken.shift();
  }

  /** How long it may take, by how callers were taken lately; undefined where that says nothing. */
  expectedMs(id: string): number | undefined {
    const [first] = this.#taken;
    const last = this.#taken.at(-1);
    const position = this.position(id);
    if (first === undefined || last === undefined || this.#taken.length < fewestSamples || position === 0)
      return undefined;
    if (this.#now - last > staleMs) return undefined;
    return (position * (last - first)) / (this.#taken.length - 1);
  }

  get #now(): number {
    return this.#clock.nowMs();
  }

  #rest(target: string, ms: number): void {
    this.#restUntil.set(target, this.#now + ms);
  }

  #isResting(target: string): boolean {
    return (this.#restUntil.get(target) ?? 0) > this.#now;
  }

  /** The group while one of its members is free; or the agent who waits longest for a caller. */
  #free(): string | undefined {
    const { group, agents } = this.#settings();
    const free = agents.filter((agent) => this.#stateOf(agent) === 'free');
    if (group !== '') return free.length > 0 && !this.#isResting(group) ? group : undefined;
    const rung = new Set([...this.#waiting.values()].map(({ ringing }) => ringing));
    const sentAt = (agent: string): number => this.#sentAt.get(agent) ?? 0;
    return free
      .filter((agent) => !rung.has(agent) && !this.#isResting(agent))
      .toSorted((one, other) => sentAt(one) - sentAt(other))[0];
  }
}

const fewestSamples = 4;
/** What was so an hour ago says nothing of now. */
const staleMs = 3_600_000;
