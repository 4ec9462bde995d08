// The service conference: each call to one of its numbers goes into the conference of that number, or into the own one of an extension.
// Its law: a conference is there as long as somebody is in it, and nobody reaches the own one of an extension but by being put through by it.

import { type Clock, limits } from '#base';
import type { AuditFact } from '#records';
import type { VoiceCall, VoiceCaller, VoiceService } from '#voice';
import { Conference, type ConferenceSettings, type Party, type PartyFacts, type Rejection } from './conference.ts';
import type { ConferenceRecord } from './conferences.form.ts';
import type { ConferencePartyRow } from './conferences-in-progress.view.ts';
import { type EnteringOptions, factsOf, introduce, prove } from './entering.ts';
import { conferenceRow } from './rows.ts';
import { Attendance } from './taking-part.ts';
import { rejectionWords } from './words.ts';

export interface ConferenceOptions extends EnteringOptions {
  readonly clock: Clock;
  /** The conference that is reached at a service number now. */
  recordAt(number: string): ConferenceRecord | undefined;
  /** Who is at the other end now, which may be another than who called; undefined while nobody is. */
  callerNow(call: VoiceCall): VoiceCaller | undefined;
  note(fact: AuditFact): void;
  /** What the view shows is another now. */
  changed(): void;
}

interface Running {
  readonly key: string;
  readonly record: ConferenceRecord;
  readonly conference: Conference;
  readonly attendances: Map<string, Attendance>;
}

/** What can be done with a party or its conference from outside. */
export type ConferenceAction = 'mute' | 'unmute' | 'remove' | 'lock' | 'unlock' | 'end';

const forbidden = 403;
const notHere = 480;
const quietly = { stopOn: '' } as const;

export class ConferenceService implements VoiceService {
  readonly #options: ConferenceOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: ConferenceOptions) {
    this.#options = options;
  }

  together(number: string): string | undefined {
    const name = this.#options.recordAt(number)?.name;
    return name === undefined ? undefined : roomOf(name);
  }

  async take(call: VoiceCall): Promise<void> {
    const record = this.#options.recordAt(call.service);
    if (record === undefined) return call.decline(notHere);
    const key = keyOf(call, record);
    if (key === undefined) return call.decline(forbidden);
    await call.answer();
    if (mustBeSecure(record) && !call.isSecure) return await reject(call, 'not encrypted');
    if (record.adHoc) return await this.#own(call, record, key);
    await call.say(['conference.welcome'], quietly);
    const proven = await prove(call, record, this.#options);
    if (proven !== undefined) await this.#enter(call, record, key, proven === 'moderator');
  }

  /** Into the own conference of an extension: as its owner, or put through by them while it goes on. */
  async #own(call: VoiceCall, record: ConferenceRecord, key: string): Promise<void> {
    const isOwner = call.transferredBy === '';
    if (isOwner || this.#running.has(key)) return await this.#enter(call, record, key, isOwner);
    await call.say(['conference.none'], quietly);
  }

  async #enter(call: VoiceCall, record: ConferenceRecord, key: string, isModerator: boolean): Promise<void> {
    const early = this.#whyNot(key, record, call);
    if (early !== undefined) return await reject(call, early);
    const isPutThrough = record.adHoc && !isModerator;
    const asked = isPutThrough ? ({ entry: 'none' } as const) : record;
    const facts = factsOf(call, isModerator, await introduce(call, asked, this.#options));
    // Who was put through may find that it has ended meanwhile: nobody begins it in their owner's place.
    const why = isPutThrough && !this.#running.has(key) ? 'over' : this.#whyNot(key, record, facts);
    if (why !== undefined) return await reject(call, why);
    await this.#takePart(call, this.#runningFor(key, record), facts);
  }

  async #takePart(call: VoiceCall, running: Running, facts: PartyFacts): Promise<void> {
    const { clock, speech, changed, callerNow } = this.#options;
    const { conference, attendances, key, record } = running;
    const attendance = new Attendance(call, {
      ...{ conference, room: roomOf(key), entry: record.entry, speech, clock },
      callerNow: () => callerNow(call),
      note: (action, by, data) => this.#note(running, action, by, data),
    });
    attendances.set(call.id, attendance);
    const why = conference.enter(facts);
    if (why !== undefined) {
      attendances.delete(call.id);
      return await reject(call, why);
    }
    changed();
    call.whenOver(() => {
      attendances.delete(call.id);
      conference.leave(call.id);
      this.#look(running);
    });
    await attendance.run();
  }

  #whyNot(key: string, record: ConferenceRecord, facts: Pick<PartyFacts, 'isSecure'>): Rejection | undefined {
    const running = this.#running.get(key);
    const parties = [...this.#running.values()].reduce((sum, { conference }) => sum + conference.size, 0);
    if (parties >= limits.conferences.allParties) return 'full';
    if (running !== undefined) return running.conference.whyNot(facts);
    if (this.#running.size >= limits.conferences.running) return 'full';
    return mustBeSecure(record) && !facts.isSecure ? 'not encrypted' : undefined;
  }

  #runningFor(key: string, record: ConferenceRecord): Running {
    const known = this.#running.get(key);
    if (known !== undefined) return known;
    const attendances = new Map<string, Attendance>();
    const conference = new Conference(
      settingsOf(record),
      {
        place: (id, part) => attendances.get(id)?.place(part),
        tell: (id, notice) => attendances.get(id)?.tell(notice),
        dismiss: (id, why) => attendances.get(id)?.dismiss(why),
      },
      this.#options.clock,
    );
    const running = { key, record, conference, attendances };
    this.#running.set(key, running);
    return running;
  }

  /** One that is over is not there any more. */
  #look(running: Running): void {
    if (running.conference.isOver && this.#running.get(running.key) === running) this.#running.delete(running.key);
    this.#options.changed();
  }

  /** One line for each party. */
  rows(): ConferencePartyRow[] {
    return [...this.#running.values()].flatMap(({ key, conference }) =>
      conference.parties.map((party) => conferenceRow(key, conference, party)),
    );
  }

  /** False where there is no such party, or it cannot be done. */
  act(action: ConferenceAction, id: string): boolean {
    const running = [...this.#running.values()].find(({ conference }) => conference.party(id) !== undefined);
    if (running === undefined) return false;
    const done = this.#act(action, id, running.conference);
    this.#look(running);
    return done;
  }

  #act(action: ConferenceAction, id: string, conference: Conference): boolean {
    if (action === 'mute' || action === 'unmute') return conference.mute(id, action === 'mute');
    if (action === 'lock' || action === 'unlock') return conference.lock(action === 'lock');
    if (action === 'remove') return conference.remove(id);
    conference.end();
    return true;
  }

  #note(running: Running, action: string, by: Party, data: string): void {
    const actor = { user: by.extension || by.number, sourceIp: '', application: 'SIP', context: 'Conference' };
    const what = `Conference ${running.key}${data === '' ? '' : `: ${data}`}`;
    this.#options.note({ level: 'medium', actor, action, data: what });
    this.#look(running);
  }
}

const roomOf = (key: string): string => `conference:${key}`;

const mustBeSecure = ({ encryption }: ConferenceRecord): boolean => encryption === 'required';

/** Which conference a call is for; undefined where it is for none. No name has a colon. */
function keyOf({ caller, transferredBy }: VoiceCall, { name, adHoc }: ConferenceRecord): string | undefined {
  if (!adHoc) return name;
  const owner = transferredBy || caller.extension;
  return owner === '' ? undefined : `${name}:${owner}`;
}

/** Nobody can be a moderator of their own conference but its owner; there is no waiting for them, since it begins with them. */
const settingsOf = (record: ConferenceRecord): ConferenceSettings => ({
  ...{ most: record.most, lockAllowed: record.lockAllowed, mutedOnEntry: record.mutedOnEntry },
  ...{ waitForModerator: record.waitForModerator && !record.adHoc, endWithModerator: record.endWithModerator },
  mustBeSecure: mustBeSecure(record),
});

async function reject(call: VoiceCall, why: Rejection): Promise<void> {
  await call.say([rejectionWords[why]], quietly);
  call.hangUp();
}
