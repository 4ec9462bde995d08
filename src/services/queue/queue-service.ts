// The service queue: callers wait with music and hear their place until an agent is free. Its law: whoever is put through and not taken
// keeps their place, and nobody waits without an end.

import { type Clock, limits } from '#base';
import type { PlayItem } from '#media';
import type { VoiceCall, VoiceService } from '#voice';
import { Inbox } from '../inbox.ts';
import type { CallQueue } from './call-queues.form.ts';
import { type AgentState, Queue, type QueueSettings } from './queue.ts';
import type { QueueRow } from './queues-now.view.ts';
import { waitWords } from './words.ts';

export interface QueueOptions {
  readonly clock: Clock;
  /** The queue that is reached at a service number now. */
  recordAt(number: string): CallQueue | undefined;
  /** As they are configured now. */
  records(): Iterable<CallQueue>;
  recordOf(name: string): CallQueue | undefined;
  membersOf(group: string): readonly string[];
  /** What an extension is for a queue at this moment. */
  stateOf(number: string): AgentState;
  modeNow(): CallQueue['openIn'][number];
  count(number: number): readonly PlayItem[];
  /** What the view shows is another now. */
  changed(): void;
}

const busy = 486;
const notHere = 480;
const quietly = { stopOn: '' } as const;
/** So often somebody whom nobody takes goes to the overflow in vain. */
const mostRounds = 3;

interface Place {
  readonly name: string;
  readonly queue: Queue;
  readonly inbox: Inbox<'look'>;
  untilMs: number;
  announceAtMs: number;
  round: number;
}

export class QueueService implements VoiceService {
  readonly #options: QueueOptions;
  readonly #queues = new Map<string, Queue>();
  readonly #places = new Map<string, Place>();

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  async take(call: VoiceCall): Promise<void> {
    const record = this.#options.recordAt(call.service);
    if (record === undefined || this.#places.size >= limits.queues.allWaiting)
      return call.decline(record === undefined ? notHere : busy);
    const queue = this.#queueOf(record.name);
    const isOpen = record.openIn.includes(this.#options.modeNow());
    if (isOpen && queue.isFull && record.overflow === '') return call.decline(busy);
    await call.answer();
    if (!isOpen) return await this.#elsewhere(call, record, 'queue.closed', record.closed);
    if (!queue.enter(call.id)) return await this.#elsewhere(call, record, 'queue.goes-elsewhere', record.overflow);
    await this.#wait(call, record, queue);
  }

  /** Somebody began or ended a call, came or left: whoever waits first looks again. */
  agentsChanged(): void {
    for (const queue of this.#queues.values())
      for (const id of queue.next(limits.queues.agents)) this.#places.get(id)?.inbox.put('look', 1);
    this.#options.changed();
  }

  /** One line for each queue. */
  rows(): QueueRow[] {
    return [...this.#options.records()].map(({ name, openIn }) => {
      const queue = this.#queueOf(name);
      return {
        ...{ queue: name, open: openIn.includes(this.#options.modeNow()), waiting: queue.size, ringing: queue.ringing },
        ...{ longestSeconds: Math.floor(queue.longestMs / 1_000), ...queue.agents },
      };
    });
  }

  /** A queue is not there any more. Who waits in it is told so when they look next. */
  remove(name: string): void {
    const queue = this.#queues.get(name);
    if (queue?.size === 0) this.#queues.delete(name);
  }

  #queueOf(name: string): Queue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = new Queue(() => this.#settingsOf(name), this.#options.stateOf, this.#options.clock);
    this.#queues.set(name, queue);
    return queue;
  }

  #settingsOf(name: string): QueueSettings {
    const record = this.#options.recordOf(name);
    if (record === undefined) return { most: 0, group: '', agents: [], retryMs: 0 };
    const { most, group, agents, retrySeconds } = record;
    const answering = group === '' ? agents : this.#options.membersOf(group);
    return { most, group, agents: answering, retryMs: retrySeconds * 1_000 };
  }

  async #wait(call: VoiceCall, record: CallQueue, queue: Queue): Promise<void> {
    const { clock, changed } = this.#options;
    const { name } = record;
    const untilMs = clock.nowMs() + record.longestSeconds * 1_000;
    const inbox = new Inbox<'look'>(call, clock);
    const place: Place = { name, queue, inbox, untilMs, announceAtMs: clock.nowMs(), round: 1 };
    this.#places.set(call.id, place);
    call.whenOver(() => this.#gone(call.id, place));
    changed();
    try {
      if (await this.#putThrough(call, record, place)) return;
      await call.say(['queue.welcome'], quietly);
      await this.#inTurn(call, place);
    } finally {
      this.#gone(call.id, place);
    }
  }

  #gone(id: string, { name, queue }: Place): void {
    if (!this.#places.delete(id)) return;
    queue.leave(id);
    if (this.#options.recordOf(name) === undefined) this.remove(name);
    this.agentsChanged();
  }

  async #inTurn(call: VoiceCall, place: Place): Promise<void> {
    const { clock, recordOf } = this.#options;
    for (;;) {
      const record = recordOf(place.name);
      if (record === undefined) return void (await say(call, 'queue.sorry'));
      if (await this.#isDone(call, record, place)) return;
      if (await this.#putThrough(call, record, place)) return;
      await this.#announce(call, record, place);
      call.music(record.music);
      const lookMs = Math.min(limits.queues.lookMs, Math.max(place.untilMs - clock.nowMs(), 0));
      await place.inbox.next(lookMs);
    }
  }

  /** True when the call has come to its end here. */
  async #isDone(call: VoiceCall, record: CallQueue, place: Place): Promise<boolean> {
    const { free, busy: talking } = place.queue.agents;
    const isNobody = free + talking === 0 && record.nobody !== 'wait';
    if (isNobody && record.nobody === 'end') {
      await say(call, 'queue.nobody-here');
      return true;
    }
    if (!isNobody && this.#options.clock.nowMs() < place.untilMs) return false;
    return await this.#overflow(call, record, place);
  }

  /** Who is not taken there waits on, for as long again. */
  async #overflow(call: VoiceCall, record: CallQueue, place: Place): Promise<boolean> {
    const isLast = record.overflow === '' || call.transferredBy === call.service || place.round > mostRounds;
    if (isLast) {
      await say(call, 'queue.sorry');
      return true;
    }
    place.round += 1;
    place.untilMs = this.#options.clock.nowMs() + record.longestSeconds * 1_000;
    await say(call, 'queue.goes-elsewhere');
    call.music(record.music);
    const reached = await call.transfer(record.overflow);
    return reached.ok;
  }

  /** True when an agent has taken the call. The music goes on while a phone rings for it. */
  async #putThrough(call: VoiceCall, record: CallQueue, { queue }: Place): Promise<boolean> {
    const target = queue.begin(call.id);
    if (target === undefined) return false;
    this.#options.changed();
    call.music(record.music);
    const reached = await call.transfer(target);
    if (reached.ok) queue.taken(call.id);
    else queue.refused(call.id);
    this.#options.changed();
    return reached.ok;
  }

  async #announce(call: VoiceCall, record: CallQueue, place: Place): Promise<void> {
    const now = this.#options.clock.nowMs();
    if (record.announceSeconds === 0 || now < place.announceAtMs) return;
    place.announceAtMs = now + record.announceSeconds * 1_000;
    const expectedMs = record.expectedWait ? place.queue.expectedMs(call.id) : undefined;
    await call.say(waitWords(place.queue.position(call.id), expectedMs, this.#options.count), quietly);
  }

  /** Who has been sent back here by this queue itself is not sent round again. */
  async #elsewhere(call: VoiceCall, record: CallQueue, words: string, number: string): Promise<void> {
    await say(call, words);
    call.music(record.music);
    if (number !== '' && call.transferredBy !== call.service && (await call.transfer(number)).ok) return;
    await say(call, 'queue.sorry');
  }
}

const say = (call: VoiceCall, words: string): Promise<string> => call.say([words], quietly);
