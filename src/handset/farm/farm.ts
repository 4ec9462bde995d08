// Many phones without sound in one process, for load: they register and call each other at a given rate, within bounds.

import { type Clock, type Log, ok, type Result } from '#base';
import type { OutgoingCall } from '../calls/outgoing.ts';
import { Handset } from '../handset.ts';
import { Line } from '../line.ts';
import type { Behaviour, HandsetMedia, ServerPlace } from '../settings.ts';
import { networkWire, type OpenWire } from '../wire.ts';
import { atRate } from './pace.ts';
import { type FarmReport, Tally } from './tally.ts';

export interface FarmOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly server: ServerPlace;
  /** The authority to trust under TLS, PEM. */
  readonly ca?: string;
  /** The first half of them call, the second half are called, each by its own partner. */
  readonly phones: readonly { readonly number: string; readonly secret: string }[];
  /** Phones that share a connection or socket. Default: all over UDP, else one each, as real phones have it. */
  readonly phonesPerLine?: number;
  readonly policy?: HandsetMedia['policy'];
  readonly suites?: readonly string[];
  readonly behaviour?: Behaviour;
  /** Default: over the network. */
  readonly wire?: OpenWire;
}

export interface RegistrationLoad {
  readonly perSecond: number;
  /** After this nothing is waited for any more. */
  readonly limitMs: number;
  /** Default: 3600. */
  readonly expiresSeconds?: number;
}

export interface CallLoad {
  readonly count: number;
  readonly perSecond: number;
  /** From the answer to hanging up. */
  readonly talkMs: number;
  readonly limitMs: number;
}

/** Connections that are opened at once: a server takes only so many handshakes. */
const openedAtOnce = 32;
/** What nobody listens to: descriptions name it. */
const nowhere = '127.0.0.1';

export class HandsetFarm {
  readonly phones: readonly Handset[];
  readonly #options: FarmOptions;
  readonly #lines: Line[] = [];

  constructor(options: FarmOptions) {
    this.#options = options;
    this.phones = options.phones.map((phone, index) => this.#make(phone, index));
  }

  /** Opens every line; refused with the first that cannot be opened. */
  async open(): Promise<Result<void>> {
    for (let first = 0; first < this.#lines.length; first += openedAtOnce) {
      const opened = await Promise.all(this.#lines.slice(first, first + openedAtOnce).map((line) => line.connect()));
      for (const connected of opened) if (!connected.ok) return connected;
    }
    return ok(undefined);
  }

  /** Registers every phone once, in order; the time is from the first request to the registrar's consent. */
  register({ perSecond, limitMs, expiresSeconds }: RegistrationLoad): Promise<FarmReport> {
    const { clock } = this.#options;
    return this.#run(this.phones.length, perSecond, limitMs, (index, tally) => {
      const startedMs = clock.steadyMs();
      const phone = this.phones[index];
      phone?.register(expiresSeconds);
      phone?.registered(limitMs).then((registered) => {
        if (registered.ok) tally.done(clock.steadyMs() - startedMs);
        else tally.failed(registered.refusal.words.replace(phone.number, '…'));
      });
    });
  }

  /** Makes calls, going round the callers; the time is from the first INVITE to the answer. */
  call({ count, perSecond, talkMs, limitMs }: CallLoad): Promise<FarmReport> {
    const pairs = Math.floor(this.phones.length / 2);
    return this.#run(count, perSecond, limitMs, (index, tally) => {
      const called = this.phones[pairs + (index % pairs)];
      const placed = this.phones[index % pairs]?.call(called?.number ?? '');
      if (placed?.ok === true) this.#follow(placed.value, talkMs, tally);
      else tally.failed(placed?.refusal.code ?? 'no phones');
    });
  }

  /** Drops everything: registrations run out by themselves. */
  async close(): Promise<void> {
    await Promise.all(this.phones.map((phone) => phone.close()));
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  #make({ number, secret }: { readonly number: string; readonly secret: string }, index: number): Handset {
    const { clock, log, server, policy = 'required', suites, behaviour } = this.#options;
    const media: HandsetMedia = {
      policy,
      address: nowhere,
      sound: 'none',
      ...(suites === undefined ? {} : { suites }),
    };
    const line = this.#lineOf(index);
    const further = behaviour === undefined ? {} : { behaviour };
    return new Handset({
      number,
      secret,
      server,
      clock,
      log,
      line,
      media,
      whenCalled: { do: 'answer', afterMs: 0 },
      ...further,
    });
  }

  #lineOf(index: number): Line {
    const { clock, log, server, phones, ca, phonesPerLine } = this.#options;
    const shared = phonesPerLine ?? (server.transport === 'UDP' ? phones.length : 1);
    const place = Math.floor(index / shared);
    const known = this.#lines[place];
    if (known !== undefined) return known;
    const wire = this.#options.wire ?? networkWire({ clock, log, server, ...(ca === undefined ? {} : { ca }) });
    const line = new Line({ clock, log, server, wire });
    this.#lines.push(line);
    return line;
  }

  #follow(call: OutgoingCall, talkMs: number, tally: Tally): void {
    call.events.on((event) => {
      if (event.kind === 'established') {
        if (talkMs === 0) call.hangUp();
        else this.#options.clock.after(talkMs, () => call.hangUp());
      } else if (event.kind === 'ended') {
        const { by, status, reason } = event.end;
        if (by === 'near' && status === 200) tally.done(call.setUpMs);
        else tally.failed(`${status} ${reason}`);
      }
    });
  }

  #run(
    count: number,
    perSecond: number,
    limitMs: number,
    begin: (index: number, tally: Tally) => void,
  ): Promise<FarmReport> {
    const { clock } = this.#options;
    const startedMs = clock.steadyMs();
    return new Promise((resolve) => {
      const finish = (): void => {
        stopPace();
        stopLimit();
        resolve(tally.report(clock.steadyMs() - startedMs));
      };
      const tally = new Tally(count, finish);
      const stopLimit = clock.after(limitMs, () => tally.failed('not finished in time', tally.open));
      const stopPace = atRate(clock, count, perSecond, (index) => begin(index, tally));
    });
  }
}
