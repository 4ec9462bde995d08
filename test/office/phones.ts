// An office of built-in phones in pairs that call each other without end, each call noted in the book as the wire shows it.

import { silentLog, systemClock } from '#base';
import { Handset, type HandsetCall, Line, networkWire, type OpenWire } from '#handset';
import type { SipMessage } from '#sip';
import type { Random } from '../fuzz/random.ts';
import type { BookedCall, CallBook, Side } from './call-book.ts';

export interface OfficePlan {
  readonly port: number;
  readonly authority: string;
  /** Each pair: who calls, and who is called. */
  readonly pairs: readonly (readonly [Account, Account])[];
  readonly random: Random;
  readonly book: CallBook;
  /** How long each call lasts unless something ends it. Default: as varied as people's. */
  readonly talkMs?: number;
}

export interface Account {
  readonly number: string;
  readonly secret: string;
}

const pairsPerLine = 2;
/** Every third call is a short one. */
const variedMs = { short: 600, long: 15_000 };
const longestPauseMs = 300;

/** Two phones and their call of now. */
interface Pair {
  readonly phones: Readonly<Record<Side, Handset>>;
  call: BookedCall | undefined;
  /** The two ends of it. */
  ends: Partial<Record<Side, HandsetCall>>;
}

export class Office {
  readonly #plan: OfficePlan;
  readonly #pairs: readonly Pair[];
  readonly #lines: Line[] = [];
  readonly #byNumber = new Map<string, Pair>();
  #open = 0;
  #isCalling = false;
  #onQuiet: (() => void) | undefined;

  constructor(plan: OfficePlan) {
    this.#plan = plan;
    this.#pairs = plan.pairs.map((accounts, index) => this.#makePair(accounts, index));
  }

  get phones(): number {
    return this.#pairs.length * 2;
  }

  get registered(): number {
    return this.#handsets.filter(({ isRegistered }) => isRegistered).length;
  }

  /** Phones that are talking, as they see it. */
  get talking(): number {
    return this.#handsets.filter(({ calls }) => [...calls].some(({ state }) => state === 'talking')).length;
  }

  /** Every phone registers, and from now on comes back by itself whenever it has lost the system. */
  register(): void {
    for (const phone of this.#handsets) phone.register();
  }

  /** Every pair begins to call, each in its own time. */
  call(): void {
    this.#isCalling = true;
    for (const pair of this.#pairs) this.#callLater(pair, 1_000);
  }

  /** The system was killed: resolves when every line has read all that it had been sent. What was in progress is dropped. */
  async lost(): Promise<void> {
    this.#isCalling = false;
    if (this.#open > 0)
      await new Promise<void>((resolve) => {
        this.#onQuiet = resolve;
      });
    this.#plan.book.cut();
    for (const pair of this.#pairs) {
      pair.call = undefined;
      for (const end of Object.values(pair.ends)) end.end(cutOff);
      pair.ends = {};
    }
  }

  async close(): Promise<void> {
    this.#isCalling = false;
    await Promise.all(this.#handsets.map((phone) => phone.close()));
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  get #handsets(): readonly Handset[] {
    return this.#pairs.flatMap(({ phones }) => [phones.caller, phones.called]);
  }

  #makePair([caller, called]: readonly [Account, Account], index: number): Pair {
    const line = this.#lines[Math.floor(index / pairsPerLine)] ?? this.#makeLine();
    const phones = { caller: this.#makePhone(caller, line), called: this.#makePhone(called, line) };
    const pair: Pair = { phones, call: undefined, ends: {} };
    this.#byNumber.set(caller.number, pair).set(called.number, pair);
    phones.called.events.on((event) => {
      if (event.kind === 'ring') pair.ends.called = event.call;
    });
    return pair;
  }

  #makePhone({ number, secret }: Account, line: Line): Handset {
    const media = { policy: 'required', address: '127.0.0.1', sound: 'none' } as const;
    const whenCalled = { do: 'answer', afterMs: 0 } as const;
    return new Handset({
      number,
      secret,
      server: line.server,
      clock: systemClock,
      log: silentLog,
      line,
      media,
      whenCalled,
    });
  }

  #makeLine(): Line {
    const server = { transport: 'TLS', address: '127.0.0.1', port: this.#plan.port } as const;
    const common = { clock: systemClock, log: silentLog, server };
    const line = new Line({ ...common, wire: this.#watched(networkWire({ ...common, ca: this.#plan.authority })) });
    this.#lines.push(line);
    return line;
  }

  /** The wire, with an eye on what comes over it before any phone hears of it, and on whether it is open. */
  #watched(wire: OpenWire): OpenWire {
    return (user) => {
      const inner = wire({
        onMessage: (message, flow) => {
          this.#see(message);
          user.onMessage(message, flow);
        },
        onClosed: (flow) => {
          if (opened.delete(flow) && --this.#open === 0) this.#onQuiet?.();
          user.onClosed(flow);
        },
      });
      const opened = new Set<unknown>();
      const connect: typeof inner.connect = async () => {
        const connected = await inner.connect();
        if (connected.ok && connected.value.open) {
          opened.add(connected.value);
          this.#open += 1;
        }
        return connected;
      };
      return { connect, close: () => inner.close() };
    };
  }

  #see(message: SipMessage): void {
    if (message.isRequest || message.status !== 200) return;
    const from = numberOf(message.from?.uri);
    const pair = this.#byNumber.get(from);
    if (pair?.call === undefined) return;
    if (message.method === 'INVITE' && pair.phones.caller.number === from) pair.call.answeredAtMs ||= Date.now();
    if (message.method === 'BYE') pair.call.agreedAtMs = Date.now();
  }

  #callLater(pair: Pair, withinMs: number): void {
    systemClock.after(this.#plan.random.below(withinMs), () => this.#call(pair));
  }

  #call(pair: Pair): void {
    if (!this.#isCalling) return;
    const { caller, called } = pair.phones;
    if (!caller.isRegistered || !called.isRegistered) return this.#callLater(pair, longestPauseMs);
    const booked = this.#plan.book.place(caller.number, called.number);
    pair.call = booked;
    const placed = caller.call(called.number);
    if (!placed.ok) throw new Error(placed.refusal.words);
    pair.ends = { caller: placed.value };
    placed.value.events.on((event) => {
      if (pair.call !== booked) return;
      if (event.kind === 'established') this.#hangUpLater(pair, booked);
      if (event.kind === 'ended' && this.#isCalling) this.#callLater(pair, longestPauseMs);
    });
  }

  #hangUpLater(pair: Pair, booked: BookedCall): void {
    const { random, talkMs = random.below(random.below(3) === 0 ? variedMs.short : variedMs.long) } = this.#plan;
    const side: Side = random.below(2) === 0 ? 'caller' : 'called';
    systemClock.after(talkMs, () => {
      if (pair.call !== booked || booked.overAtMs > 0) return;
      booked.hungUpBy = side;
      pair.ends[side]?.hangUp();
    });
  }
}

const cutOff = { by: 'nobody', status: 500, reason: 'Lost', words: 'the system was killed' } as const;

const numberOf = (uri = ''): string => /^sips?:(\d+)@/.exec(uri)?.[1] ?? '';
