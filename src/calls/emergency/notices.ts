// Emergency calls as people in the house are told of them. Its law: there is an alarm from the moment somebody dials until the call has
// ended and somebody has acknowledged it, or its time is over; and each call is in the audit trail.

import { type Cancel, type Clock, Events, type Log, limits } from '#base';
import type { AuditFact } from '#records';
import { conditionOf, type EmergencyCall, type EmergencyCondition, factOf, type Stage } from './notice-words.ts';
import type { EmergencySettings } from './shapes.ts';

export interface EmergencyNoticesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The time zone of the clock on the wall. */
  readonly zone: string;
  readonly settings: () => Pick<EmergencySettings, 'severity' | 'noticeMinutes'>;
  readonly note: (fact: AuditFact) => void;
  /** What was an alarm when the system stopped and nobody had acknowledged, by extension. */
  readonly before: Iterable<readonly [string, EmergencyCondition]>;
}

/** What is told of one extension. */
interface Told {
  readonly number: string;
  condition: EmergencyCondition;
  /** Its calls that have not ended. */
  readonly open: Set<string>;
  isAcknowledged: boolean;
  /** Waits for the end of its time. */
  ending: Cancel | undefined;
}

interface Begun {
  readonly call: EmergencyCall;
  readonly told: Told;
  isAnswered: boolean;
}

const minuteMs = 60_000;

export class EmergencyNotices {
  /** What is to be an alarm is not the same any more. */
  readonly changed: Events<void>;
  readonly #options: EmergencyNoticesOptions;
  /** By extension; the one that called last is the last. */
  readonly #told = new Map<string, Told>();
  /** Calls that have not ended. */
  readonly #begun = new Map<string, Begun>();

  constructor(options: EmergencyNoticesOptions) {
    this.#options = options;
    this.changed = new Events('emergency calls', options.log);
    for (const [number, condition] of options.before) this.#endLater(this.#add(number, condition, new Set()));
  }

  /** Somebody has dialled an emergency number. */
  begun(call: EmergencyCall): void {
    const before = this.#told.get(call.number);
    this.#forget(before);
    const extent = (before?.condition.extent ?? 0) + 1;
    const told = this.#add(call.number, this.#conditionOf(call, 'ringing', extent), before?.open ?? new Set());
    told.open.add(call.id);
    this.#begun.set(call.id, { call, told, isAnswered: false });
    this.#options.note(factOf(call, 'emergency call'));
    this.changed.emit();
  }

  answered(id: string): void {
    const begun = this.#begun.get(id);
    if (begun === undefined || begun.isAnswered) return;
    begun.isAnswered = true;
    this.#options.note(factOf(begun.call, 'emergency call answered'));
    this.#tell(begun, 'answered');
  }

  ended(id: string): void {
    const begun = this.#begun.get(id);
    if (begun === undefined) return;
    this.#begun.delete(id);
    const told = this.#told.get(begun.call.number);
    told?.open.delete(id);
    const stage = begun.isAnswered ? 'over' : 'unanswered';
    this.#options.note(factOf(begun.call, 'emergency call ended', begun.isAnswered ? '' : 'Nobody answered'));
    if (told !== undefined && told.open.size === 0) this.#end(told);
    this.#tell(begun, stage);
  }

  /** Somebody has acknowledged the alarm of this extension: it is over when the call is. */
  acknowledged(number: string): void {
    const told = this.#told.get(number);
    if (told === undefined || told.isAcknowledged) return;
    told.isAcknowledged = true;
    if (told.open.size > 0) return;
    this.#forget(told);
    this.changed.emit();
  }

  /** What is to be an alarm now, by extension. */
  conditions(): ReadonlyMap<string, EmergencyCondition> {
    return new Map([...this.#told].map(([number, { condition }]) => [number, condition]));
  }

  close(): void {
    for (const { ending } of this.#told.values()) ending?.();
  }

  #add(number: string, condition: EmergencyCondition, open: Set<string>): Told {
    if (this.#told.size >= limits.calls.emergencyNotices) this.#forget(this.#leastUrgent());
    const told: Told = { number, condition, open, isAcknowledged: false, ending: undefined };
    this.#told.set(number, told);
    return told;
  }

  /** Of those whose calls have ended the oldest, else the oldest of all. */
  #leastUrgent(): Told | undefined {
    const all = [...this.#told.values()];
    return all.find(({ open }) => open.size === 0) ?? all[0];
  }

  #forget(told: Told | undefined): void {
    if (told === undefined) return;
    told.ending?.();
    this.#told.delete(told.number);
  }

  #end(told: Told): void {
    if (!told.isAcknowledged) return this.#endLater(told);
    this.#forget(told);
    this.changed.emit();
  }

  #endLater(told: Told): void {
    const { clock, settings } = this.#options;
    told.ending = clock.after(settings().noticeMinutes * minuteMs, () => {
      this.#forget(told);
      this.changed.emit();
    });
  }

  /** The alarm tells of the latest call of an extension. */
  #tell({ call, told }: Begun, stage: Stage): void {
    if (this.#told.get(call.number) === told) {
      told.condition = this.#conditionOf(call, stage, told.condition.extent);
      this.changed.emit();
    }
  }

  #conditionOf(call: EmergencyCall, stage: Stage, extent: number): EmergencyCondition {
    const { settings, zone } = this.#options;
    return conditionOf(call, stage, { severity: settings().severity, extent, zone });
  }
}
