// The system's own phone: one line for each service number, over a way in memory. Each call goes to the service of its number as a story;
// whoever calls a number without a service hears that it is not there.

import { type Clock, type Log, limits, no, ok, type Result } from '#base';
import { Handset, type HandsetCall, Line, type Sound, type WireUser } from '#handset';
import type { SipMessage } from '#sip';
import { Keys } from './keys.ts';
import { OwnCall } from './own-call.ts';
import { type OwnFacts, readOwnCall } from './own-call-line.ts';
import { type OpenOwnSession, OwnSound } from './own-sound.ts';
import { type OwnFlow, type OwnWay, ownWay, type Receive } from './own-way.ts';
import { voiceCodes } from './voice.codes.ts';
import { CallOver, type Dialling, type VoiceCall, type VoiceCaller, type VoiceService } from './voice-call.ts';

export interface VoiceOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly session: OpenOwnSession;
  /** Hears what the phone sends to the call server. */
  readonly toCalls: Receive;
  /** What answers at a number now; undefined where nothing does. */
  readonly serviceAt: (number: string) => VoiceService | undefined;
  /** Who talks with a service in a call now; undefined where nobody does. */
  readonly callerNow: (id: string, service: string) => VoiceCaller | undefined;
  /** What is dialled in front of an extension whose phone is to answer by itself; '' where there is no such code. */
  readonly intercomCode: () => string;
  /** The address of this machine at which the phones of an extension reach it. */
  readonly addressTowards: (number: string) => string;
}

/** What the sound of a call needs before there is the call. */
interface Sounding {
  readonly facts: OwnFacts;
  readonly sound: OwnSound;
  own: OwnCall | undefined;
}

interface OwnLine {
  readonly way: OwnWay;
  readonly handset: Handset;
  calls: number;
}

const own = { transport: 'TLS', address: '127.0.0.1', port: 5_061 } as const;
const ownMedia = { policy: 'preferred', codecs: ['G722', 'PCMU', 'PCMA'], events: true, address: own.address } as const;
const unavailable = 480;
const full = 503;

export class Voice {
  readonly #options: VoiceOptions;
  readonly #lines = new Map<string, OwnLine>();
  readonly #calls = new Set<OwnCall>();
  readonly #sounding = new WeakMap<Sound, Sounding>();

  constructor(options: VoiceOptions) {
    this.#options = options;
  }

  /** Calls with the system now. */
  get calls(): ReadonlySet<VoiceCall> {
    return this.#calls;
  }

  /** The call server's way to the phone for a number; the same one whenever it is asked for. */
  wayTo(number: string): OwnFlow {
    return this.#line(number).way.near;
  }

  /** Calls somebody. Resolves when they have answered. */
  async dial(dialling: Dialling): Promise<Result<VoiceCall>> {
    const { service, number, behalf, answersItself = false, patienceMs = limits.voice.transferMs } = dialling;
    const line = this.#lines.get(service);
    if (line === undefined) return no(voiceCodes.refuse('voice.no-service', { number: service }));
    if (this.#isFull(line)) return no(voiceCodes.refuse('voice.full'));
    const lines = behalf === undefined ? '' : `Ringfence-Behalf: ${behalf}\r\n`;
    const code = answersItself ? this.#options.intercomCode() : '';
    if (answersItself && code === '')
      return no(voiceCodes.refuse('voice.not-reached', { number, why: 'there is no code for intercom calls' }));
    const dialled = line.handset.call(code + number, '', lines);
    if (!dialled.ok) return dialled;
    const call = this.#made(line, service, dialled.value);
    const answered = await dialled.value.established(patienceMs);
    if (answered.ok && call !== undefined) return ok(call);
    dialled.value.hangUp();
    return no(voiceCodes.refuse('voice.not-reached', { number, why: answered.ok ? '' : answered.refusal.words }));
  }

  /** Every call ends. */
  async close(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ handset }) => handset.close()));
    for (const { way } of this.#lines.values()) way.near.open = way.far.open = false;
    this.#lines.clear();
  }

  #line(number: string): OwnLine {
    const known = this.#lines.get(number);
    if (known !== undefined) return known;
    const { clock, log, toCalls } = this.#options;
    let user: WireUser | undefined;
    const way = ownWay(number, toCalls, (message, flow) => user?.onMessage(message, flow));
    const wire = (hears: WireUser) => {
      user = hears;
      return { connect: async () => ok(way.far), close: async () => undefined };
    };
    return this.#keep(number, new Line({ clock, log, server: own, wire }), way);
  }

  #keep(number: string, line: Line, way: OwnWay): OwnLine {
    const { clock, log } = this.#options;
    const handset = new Handset({
      ...{ number, secret: '', server: own, clock, log, line },
      media: ownMedia,
      // The call server has said whether the sound must be encrypted.
      mediaOf: (invite) => (invite === undefined ? ownMedia : { ...ownMedia, policy: readOwnCall(invite).srtp }),
      whenCalled: { do: 'tell' },
      sound: (farNumber, invite) => this.#soundOf(number, farNumber, invite),
    });
    void handset.start();
    const made: OwnLine = { way, handset, calls: 0 };
    this.#lines.set(number, made);
    handset.events.on((event) => {
      if (event.kind === 'ring') void this.#take(made, number, event.call);
    });
    return made;
  }

  #soundOf(service: string, farNumber: string, invite: SipMessage | undefined): OwnSound {
    const { session, serviceAt, addressTowards } = this.#options;
    const facts = invite === undefined ? factsOfOwn(farNumber, addressTowards(farNumber)) : readOwnCall(invite);
    const together = serviceAt(service)?.together?.(service);
    const where = together === undefined ? { address: facts.address } : { address: facts.address, together };
    const sounding: Sounding = {
      facts,
      sound: new OwnSound(session, where, {
        digit: (digit) => sounding.own?.listener.digit?.(digit),
        played: (id) => sounding.own?.listener.played?.(id),
        recorded: (bytes) => sounding.own?.listener.recorded?.(bytes),
        recordEnded: (why) => sounding.own?.listener.recordEnded?.(why),
        silent: (ms) => sounding.own?.listener.silent?.(ms),
      }),
      own: undefined,
    };
    this.#sounding.set(sounding.sound, sounding);
    return sounding.sound;
  }

  #made(line: OwnLine, service: string, call: HandsetCall): OwnCall | undefined {
    const sounding = this.#sounding.get(call.sound);
    if (sounding === undefined) return undefined;
    const { facts, sound } = sounding;
    const { clock, callerNow } = this.#options;
    const made = new OwnCall({ clock, callerNow, service, facts, call, sound, keys: new Keys() });
    sounding.own = made;
    line.calls += 1;
    this.#calls.add(made);
    made.whenOver(() => {
      line.calls -= 1;
      this.#calls.delete(made);
    });
    return made;
  }

  #isFull(line: OwnLine): boolean {
    return this.#calls.size >= limits.voice.calls || line.calls >= limits.voice.callsPerService;
  }

  async #take(line: OwnLine, number: string, call: HandsetCall & { decline(status?: number): void }): Promise<void> {
    if (this.#isFull(line)) return call.decline(full);
    const service = this.#options.serviceAt(number);
    const story = this.#made(line, number, call);
    if (service === undefined || story === undefined) return call.decline(unavailable);
    try {
      await service.take(story);
    } catch (fault) {
      if (!(fault instanceof CallOver)) this.#options.log.fault(`service ${number} failed`, fault);
    }
    if (story.isOver) return;
    if (call.state === 'talking') story.hangUp();
    else call.decline(unavailable);
  }
}

const factsOfOwn = (number: string, address: string): OwnFacts => ({
  id: '',
  caller: { number, name: '', extension: number, trunk: '' },
  ...{ transferredBy: '', forwardedBy: [], address, srtp: 'preferred' },
});
