// The system's own voice, opened as a whole: the media engine with what it says, the phone that the system is to itself, and every service that
// answers there.

import { join } from 'node:path';
import type { Condition } from '#alarms';
import type { Clock, Log } from '#base';
import { type CallServer, type OwnWay, serviceNumbers, serviceRecordOf, systemOptions } from '#calls';
import { MediaEngine, readPack, sayCount, sayDigits, sayMoment } from '#media';
import { PinGuard } from '#security';
import { type Outbox, voiceMailboxes } from '#voicemail';
import { type Attendants, openAttendants } from './attendant-desk.ts';
import type { Changes } from './changes.ts';
import { openMeetings } from './conference-desk.ts';
import type { House } from './house.ts';
import { openMail } from './mail-desk.ts';
import { conditionsOfVoices } from './voice-conditions.ts';
import { VoiceDesk } from './voice-desk.ts';
import { VoicemailDesk } from './voicemail-desk.ts';

export interface VoicesParts {
  readonly house: House;
  readonly clock: Clock;
  readonly log: Log;
  readonly changes: Changes;
  /** Made after this: it is given the ways to the system's own phone. */
  readonly calls: () => CallServer;
}

const packPath = join(import.meta.dirname, '..', 'prompts', 'dist', 'english.pack');
const minuteMs = 60_000;
/** Guessed PINs of conferences: as of DISA, which the seed names. */
const conferencePins = { most: 10, windowMs: 5 * minuteMs, lockMs: 15 * minuteMs };

interface Services {
  readonly voicemail: VoicemailDesk;
  readonly pins: PinGuard;
  readonly attendants: Attendants;
  readonly outbox: Outbox;
}

export class Voices {
  readonly voicemail: VoicemailDesk;
  readonly #desk: VoiceDesk;
  readonly #engine: MediaEngine;
  readonly #parts: VoicesParts;
  readonly #conferencePins: PinGuard;
  readonly #attendants: Attendants;
  readonly #outbox: Outbox;

  private constructor(parts: VoicesParts, engine: MediaEngine, { voicemail, pins, attendants, outbox }: Services) {
    const { house, clock, log, calls } = parts;
    this.#parts = parts;
    this.#engine = engine;
    this.voicemail = voicemail;
    this.#conferencePins = pins;
    this.#attendants = attendants;
    this.#outbox = outbox;
    this.#desk = new VoiceDesk({ house, clock, log, calls, session: (open) => engine.session(open) });
    this.#desk.serve('voicemail', voicemail.voicemail);
    this.#desk.serve('attendant', attendants.attendant);
    this.#desk.serve('announcement', attendants.announcement);
    this.#desk.serve('disa', attendants.disa);
  }

  static async open(parts: VoicesParts): Promise<Voices> {
    const { house, clock, log, changes } = parts;
    const { administration, storage, trail } = house;
    const clips = await readPack(packPath);
    if (!clips.ok) log.warn(clips.refusal.words);
    const { mediaPortFirst: from, mediaPortLast: to } = administration.configuration.single(systemOptions);
    const engine = await MediaEngine.open({
      log,
      clock,
      ports: { from, to },
      ...(clips.ok ? { clips: clips.value } : {}),
    });
    const zone = Temporal.Now.timeZoneId();
    const speech = {
      ...{ count: sayCount, digits: sayDigits },
      moment: (atMs: number) => sayMoment(atMs, clock.nowMs(), zone),
    };
    const voicemail = await VoicemailDesk.open({ house, clock, log, speech, changes });
    const pins = await PinGuard.open({
      ...{ storage, clock, log, kind: 'conference', isShared: true, note: (fact) => trail.note(fact) },
      most: () => conferencePins.most,
      windowMs: () => conferencePins.windowMs,
      lockMs: () => conferencePins.lockMs,
    });
    const attendants = await openAttendants({
      ...{ house, clock, log, calls: parts.calls, digits: sayDigits },
      named: (kind, number) => namedBy(house, kind, number),
      greetingOf: (mailbox) => voicemail.greetingOf(mailbox),
    });
    const outbox = await openMail({
      ...{ house, clock, log, changes, sounds: voicemail.sounds },
      mailbox: (number) => administration.configuration.records(voiceMailboxes).get(number),
    });
    return new Voices(parts, engine, { voicemail, pins, attendants, outbox });
  }

  /** The call server's way to the system's own phone. */
  readonly ownWay: OwnWay = (number) => this.#desk.voice.wayTo(number);

  /** From now on the numbers of the configuration are answered. */
  follow(): void {
    const { house, changes, calls, clock } = this.#parts;
    const { administration, trail } = house;
    const meetings = openMeetings({
      ...{ administration, trail, changes, clock, calls: calls(), guard: this.#conferencePins },
      dialler: this.#desk.voice,
      speech: { count: sayCount, digits: sayDigits, nameOf: () => undefined },
      named: (kind, number) => namedBy(house, kind, number),
    });
    this.#desk.serve('conference', meetings.conference);
    this.#desk.serve('queue', meetings.queue);
    this.#desk.serve('paging', meetings.paging);
    this.voicemail.follow(administration, calls(), changes);
    this.#desk.follow();
  }

  /** What somebody should look at: mailboxes, numbers and conferences that wrong codes have locked, and mail that is not taken. */
  conditions(): ReadonlyMap<string, Condition> {
    return conditionsOfVoices({
      mailboxes: this.voicemail.guard.locked(),
      disa: this.#attendants.guard.locked(),
      conferences: this.#conferencePins.locked(),
      mails: [...this.#outbox.all].filter(({ attempts }) => attempts > 0).length,
    });
  }

  async close(): Promise<void> {
    await this.#desk.close();
    await this.#engine.close();
    const guards = [this.#conferencePins, this.#attendants.guard];
    await this.#outbox.close();
    await Promise.all([this.voicemail.close(), ...guards.map((guard) => guard.settled())]);
  }
}

/** The record of its kind that a service number names. */
function namedBy(
  { administration }: House,
  kind: Parameters<typeof serviceRecordOf>[1],
  number: string,
): string | undefined {
  const record = administration.configuration.records(serviceNumbers).get(number);
  return record && serviceRecordOf(record, kind);
}
