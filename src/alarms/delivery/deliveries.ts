// Deliveries: the destinations that the configuration names, each with its courier or stream. Its law: one that fails is an alarm of its
// own, which the others are told and never itself.

import { type Clock, type Log, limits, no, ok, type Result, randomHex } from '#base';
import type { AuditTrail } from '#records';
import type { PositionRow, Storage } from '#storage';
import type { Notice } from '../alarm.ts';
import { alarmsCodes } from '../alarms.codes.ts';
import type { Alarms } from '../alarms.ts';
import type { DestinationRecord } from '../destinations.view.ts';
import { TrailStream, type TrailStreamOptions } from '../streams/trail-stream.ts';
import { alarmDelivery } from './alarm-delivery.form.ts';
import { Courier, type Send } from './courier.ts';
import { type Destination, destinationRow } from './destination.ts';
import { type From, isTold } from './fields.ts';
import { Senders, type Surroundings } from './senders.ts';
import { syslogReceivers } from './syslog-receivers.form.ts';

export interface DeliveriesOptions extends Surroundings {
  readonly alarms: Pick<Alarms, 'set' | 'told' | 'notices'>;
  readonly trail: AuditTrail;
  readonly storage: Pick<Storage, 'transaction' | 'alarms'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A destination as the configuration wants it. */
interface Wish {
  readonly key: string;
  readonly title: string;
  readonly form: string;
  /** What it is told of; alarms about this very destination are not. */
  readonly from: () => From;
  readonly send: Send;
  readonly mostAtOnce: number;
  readonly pauseMs: number;
  /** The receiver whose audit trail it is; undefined of alarms. */
  readonly trailOf?: string;
}

const ownAlarm = 'delivery.';

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #senders: Senders;
  readonly #destinations = new Map<string, Destination>();
  readonly #positions: Map<string, PositionRow>;
  readonly #deaf: () => void;
  /** One change at a time. */
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: DeliveriesOptions, positions: readonly PositionRow[]) {
    this.#options = options;
    this.#senders = new Senders(options);
    this.#positions = new Map(positions.map((row) => [row.stream, row]));
    this.#deaf = options.alarms.told.on(() => {
      for (const destination of this.#destinations.values()) destination.wake();
    });
  }

  static async open(options: DeliveriesOptions): Promise<Deliveries> {
    const deliveries = new Deliveries(options, await options.storage.alarms.positions());
    await deliveries.follow();
    return deliveries;
  }

  /** The configuration has changed: of this form, and of this record where the form is a table. */
  follow(form?: string, key?: string): Promise<void> {
    this.#last = this.#last
      .then(() => this.#follow(form, key))
      .catch((fault: unknown) => {
        this.#options.log.fault('destinations of alarms could not be changed', fault);
      });
    return this.#last;
  }

  /** Returns when the destinations are those of the configuration. */
  async settled(): Promise<void> {
    await this.#last;
  }

  get count(): number {
    return this.#destinations.size;
  }

  rows(): readonly DestinationRecord[] {
    return [...this.#destinations.values()].map(destinationRow);
  }

  /** Sends a test alarm there now. Refuses `alarms.not-delivered` with the reason. */
  async test(key: string, by: string): Promise<Result<void>> {
    await this.#last;
    const destination = this.#destinations.get(key);
    if (destination === undefined) return no(alarmsCodes.refuse('alarms.destination-off', { destination: key }));
    const sent = await destination.test(testNotice(this.#options.clock.nowMs(), by));
    if (sent.ok) return ok(undefined);
    const { title } = destination;
    return no(alarmsCodes.refuse('alarms.not-delivered', { destination: capital(title), why: sent.refusal.words }));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#deaf();
    await this.#last;
    await Promise.all([...this.#destinations.values()].map((destination) => destination.close()));
  }

  async #follow(form: string | undefined, changed: string | undefined): Promise<void> {
    if (this.#isClosed) return;
    const wishes = new Map(this.#wishes().map((wish) => [wish.key, wish]));
    for (const key of [...this.#destinations.keys()]) if (!wishes.has(key)) await this.#remove(key);
    for (const wish of wishes.values()) {
      const there = this.#destinations.get(wish.key);
      const isOf = wish.form === form && (changed === undefined || wish.key.endsWith(`-${changed}`));
      if (there === undefined) await this.#add(wish);
      else if (isOf || form === alarmDelivery.id) there.again();
    }
  }

  #wishes(): Wish[] {
    const { emailFrom, webhookFrom } = this.#senders.settings;
    const common = { mostAtOnce: 1, pauseMs: 0, form: alarmDelivery.id };
    const email: Wish = {
      ...{ ...common, key: 'email', title: 'the recipients of email', from: () => this.#senders.settings.emailFrom },
      ...{ send: this.#senders.email, mostAtOnce: limits.alarms.perMail, pauseMs: limits.alarms.betweenMailsMs },
    };
    const webhook: Wish = {
      ...{ ...common, key: 'webhook', title: 'the webhook', from: () => this.#senders.settings.webhookFrom },
      send: this.#senders.webhook,
    };
    return [
      ...(emailFrom === 'none' ? [] : [email]),
      ...(webhookFrom === 'none' ? [] : [webhook]),
      ...[...this.#senders.receivers().keys()].flatMap((name) => this.#receiverWishes(name)),
    ];
  }

  #receiverWishes(name: string): Wish[] {
    const receiver = () => this.#senders.receivers().get(name);
    const title = `the syslog receiver ${name}`;
    const common = { title, form: syslogReceivers.id, send: this.#senders.syslog(name) };
    const alarms: Wish = {
      ...{ ...common, key: `syslog-${name}`, from: () => receiver()?.alarmsFrom ?? 'none' },
      ...{ mostAtOnce: limits.alarms.entriesAtOnce, pauseMs: 0 },
    };
    return [
      ...((receiver()?.alarmsFrom ?? 'none') === 'none' ? [] : [alarms]),
      ...(receiver()?.auditTrail === true ? [{ ...alarms, key: `trail-${name}`, trailOf: name }] : []),
    ];
  }

  async #add(wish: Wish): Promise<void> {
    const { alarms, trail } = this.#options;
    const fresh = wish.trailOf === undefined ? alarms.notices.last : trail.onLineAfter;
    const kept = this.#positions.get(wish.key);
    if (kept === undefined) await this.#keep(wish.key, fresh, '');
    const { position, hash } = kept ?? { position: fresh, hash: '' };
    const made =
      wish.trailOf === undefined
        ? this.#courier(wish, position)
        : this.#stream(wish, wish.trailOf, { entry: position, hash });
    this.#destinations.set(wish.key, made);
    made.wake();
  }

  async #remove(key: string): Promise<void> {
    const { alarms, storage } = this.#options;
    const destination = this.#destinations.get(key);
    this.#destinations.delete(key);
    await destination?.close();
    this.#positions.delete(key);
    await storage.transaction((tx) => storage.alarms.forgetPosition(tx, key));
    alarms.set(ownAlarm + key, undefined);
  }

  #courier(wish: Wish, position: number): Destination {
    const { clock, log, alarms } = this.#options;
    const { key, title, send, mostAtOnce, pauseMs, from } = wish;
    const aboutItself = [ownAlarm + key, ownAlarm + key.replace(/^syslog-/, 'trail-')];
    const courier = new Courier({
      ...{ clock, log, name: key, notices: alarms.notices, send, mostAtOnce, pauseMs, position },
      wants: ({ alarm }) => isTold(from(), alarm.worst) && !aboutItself.includes(alarm.id),
      keep: (number) => this.#keep(key, number, ''),
      onTrouble: (why) => this.#trouble(wish, why),
    });
    return {
      ...{ key, title, sends: 'alarms' as const, test: (notice) => send([notice], 0) },
      get state() {
        return courier.state;
      },
      again: () => courier.again(),
      wake: () => courier.wake(),
      close: () => courier.close(),
    };
  }

  #stream(wish: Wish, name: string, position: TrailStreamOptions['position']): Destination {
    const { clock, log, trail } = this.#options;
    const { key, title, send } = wish;
    const stream = new TrailStream({
      ...{ clock, log, name: key, trail, position },
      sender: () => this.#senders.sender(name),
      open: () => this.#senders.openLink(name),
      keep: ({ entry, hash }) => this.#keep(key, entry, hash),
      onTrouble: (why) => this.#trouble(wish, why),
    });
    return {
      ...{ key, title, sends: 'audit-trail' as const, test: (notice) => send([notice], 0) },
      get state() {
        return stream.state;
      },
      again: () => stream.again(),
      wake: () => undefined,
      close: () => stream.close(),
    };
  }

  #trouble({ key, title, form, trailOf }: Wish, why: string | undefined): void {
    const what = trailOf === undefined ? 'Alarms do not reach' : 'The audit trail does not reach';
    this.#options.alarms.set(
      ownAlarm + key,
      why === undefined
        ? undefined
        : {
            severity: 'major',
            words: `${what} ${title}: ${why}`,
            remedy:
              'Follow the reason, then send a test in Alarm Destinations. What is to be told waits and is sent then.',
            form,
          },
    );
  }

  async #keep(stream: string, position: number, hash: string): Promise<void> {
    const { storage, clock } = this.#options;
    const row = { stream, position, hash, atMs: clock.nowMs() };
    await storage.transaction((tx) => storage.alarms.putPosition(tx, row));
    this.#positions.set(stream, row);
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A notice of no alarm; it has no number, for nothing is kept of it. */
const testNotice = (atMs: number, by: string): Notice => ({
  ...{ number: 0, id: randomHex(16), kind: 'test', atMs },
  alarm: {
    ...{ number: 0, id: 'test', severity: 'minor', worst: 'minor', form: '', extent: 0, times: 1 },
    words: `This is a test, sent by ${by}. Alarms of this system arrive here.`,
    remedy: 'Nothing is to be done.',
    ...{ raisedAtMs: atMs, acknowledgedAtMs: 0, acknowledgedBy: '', clearedAtMs: 0 },
  },
});
