// What somebody who is in a conference hears besides the others, and what their keys do. Its law: it tells what is so when it is told, and
// commands of a moderator are those of somebody who is one at that moment.

import { type Clock, limits } from '#base';
import type { PlayItem, RoomPart } from '#media';
import type { VoiceCall, VoiceCaller } from '#voice';
import { Inbox } from '../inbox.ts';
import { type Conference, type Farewell, isMuted, type Notice, type Party } from './conference.ts';
import {
  type ConferenceSpeech,
  comingWords,
  type EntryKind,
  farewellWords,
  rosterWords,
  spokenOf,
  welcomeWords,
} from './words.ts';

export interface TakingPart {
  readonly conference: Conference;
  /** Of the media engine. */
  readonly room: string;
  readonly entry: EntryKind;
  readonly speech: ConferenceSpeech;
  readonly clock: Clock;
  /** Who is at the other end now; undefined while nobody is. */
  callerNow(): VoiceCaller | undefined;
  /** Of what a moderator does that others feel. */
  note(action: string, by: Party, data: string): void;
}

type Told =
  | { readonly kind: 'key'; readonly digit: string }
  | { readonly kind: 'coming'; readonly notice: Extract<Notice, { party: Party }> }
  | { readonly kind: 'placed' | 'opened' | 'muting' | 'lock' | 'security' }
  | { readonly kind: 'farewell'; readonly why: Farewell };

/** A key that follows `*` by then belongs to it; without one the menu is told. */
const commandMs = 3_000;
const quietly = { stopOn: '' } as const;

export class Attendance {
  readonly #call: VoiceCall;
  readonly #with: TakingPart;
  readonly #inbox: Inbox<Told>;
  #toldSecure = true;
  #isStarred = false;

  constructor(call: VoiceCall, taking: TakingPart) {
    this.#call = call;
    this.#with = taking;
    this.#inbox = new Inbox(call, taking.clock);
  }

  /** The conference has said where it is placed: at once, whatever is being said to it. */
  place(part: RoomPart | undefined): void {
    this.#call.join(part === undefined ? undefined : this.#with.room, part);
    this.#put({ kind: 'placed' });
  }

  tell(notice: Notice): void {
    if ('party' in notice) this.#put({ kind: 'coming', notice }, limits.conferences.notices);
    else this.#put(toldAs[notice.kind]);
  }

  /** It is no party any more, and not heard from now on. */
  dismiss(why: Farewell): void {
    this.#call.join(undefined);
    this.#put({ kind: 'farewell', why });
  }

  /** Goes on until they are no party any more. */
  async run(): Promise<void> {
    const { conference } = this.#with;
    this.#call.onDigit((digit) => this.#put({ kind: 'key', digit }, limits.conferences.keys));
    const party = this.#party;
    if (party !== undefined) await this.#say(welcomeWords(conference, party));
    this.#wait();
    for (;;) {
      const told = await this.#inbox.next(this.#isStarred ? commandMs : limits.conferences.lookMs);
      if (told?.kind === 'farewell') return await this.#leave(told.why);
      this.#look();
      const now = this.#party;
      if (now === undefined) continue;
      if (told !== undefined) await this.#hear(told, now);
      else if (this.#isStarred) await this.#menu(now);
    }
  }

  get #party(): Party | undefined {
    return this.#with.conference.party(this.#call.id);
  }

  #put(told: Told, most = 1): void {
    this.#inbox.put(told, most, ({ kind }) => kind === told.kind);
  }

  /** Who is at the other end, and how private the way is, may have changed. */
  #look(): void {
    const { conference, speech, callerNow } = this.#with;
    const { id, isSecure } = this.#call;
    const before = this.#party;
    const now = callerNow();
    if (before === undefined || now === undefined) return;
    const { extension, name } = now;
    const number = extension || now.number;
    const isSame = before.extension === extension && before.number === number;
    const spoken = isSame ? before.spoken : spokenOf(number, extension, speech);
    conference.update(id, { number, name, extension, isSecure, spoken });
  }

  async #hear(told: Told, party: Party): Promise<void> {
    if (told.kind === 'key') return await this.#pressed(told.digit, party);
    if (told.kind === 'placed') return this.#wait();
    const words = this.#wordsOf(told, party);
    if (words.length > 0) await this.#say(words);
    this.#wait();
  }

  #wordsOf(told: Told, party: Party): readonly PlayItem[] {
    const { conference, entry } = this.#with;
    if (told.kind === 'coming') return conference.isOpen ? comingWords(told.notice.kind, told.notice.party, entry) : [];
    if (told.kind === 'opened') return ['conference.moderator-here'];
    if (told.kind === 'lock') return [conference.isLocked ? 'conference.locked-now' : 'conference.unlocked-now'];
    if (told.kind === 'muting')
      return [party.mutedByModerator ? 'conference.muted-by-moderator' : 'conference.unmuted-by-moderator'];
    if (told.kind !== 'security' || conference.isSecure === this.#toldSecure) return [];
    this.#toldSecure = conference.isSecure;
    return [this.#toldSecure ? 'conference.all-encrypted' : 'conference.not-all-encrypted'];
  }

  /** Music until there is somebody to hear. */
  #wait(): void {
    if (this.#with.conference.isOpen) this.#call.silence();
    else this.#call.music('music.calm');
  }

  async #say(items: readonly PlayItem[]): Promise<void> {
    await this.#call.say(items, quietly);
  }

  async #pressed(digit: string, party: Party): Promise<void> {
    if (!this.#isStarred) this.#isStarred = digit === '*';
    else {
      this.#isStarred = false;
      await this.#command(digit, party);
      this.#wait();
    }
  }

  async #menu(party: Party): Promise<void> {
    this.#isStarred = false;
    const words = party.isModerator ? 'conference.menu-moderator' : 'conference.menu';
    const key = await this.#call.ask([words], { most: 1, ends: '' });
    this.#look();
    const now = this.#party;
    if (now !== undefined && key !== '') await this.#command(key, now);
    this.#wait();
  }

  async #command(key: string, party: Party): Promise<void> {
    const { conference, speech } = this.#with;
    if (key === '6') return await this.#muteSelf(party);
    if (key === '3') return await this.#say(rosterWords(conference, party, speech));
    if (!party.isModerator) return;
    if (key === '1') return await this.#lock(party);
    if (key === '2') return await this.#muteAll();
    if (key === '4') return await this.#removeLast(party);
    if (key !== '9') return;
    this.#with.note('end conference', party, `${conference.size} parties`);
    conference.end();
  }

  async #muteSelf(party: Party): Promise<void> {
    this.#with.conference.muteSelf(party.id, !isMuted(party));
    const isHeld = party.mutedByModerator ? 'conference.cannot-unmute' : 'conference.unmuted';
    await this.#say([isMuted(party) ? isHeld : 'conference.muted']);
  }

  /** That it is locked everybody is told, so it is not said here. */
  async #lock(party: Party): Promise<void> {
    const { conference } = this.#with;
    const isLocked = !conference.isLocked;
    if (!conference.lock(isLocked)) return await this.#say(['conference.may-not-lock']);
    this.#with.note(isLocked ? 'lock conference' : 'unlock conference', party, '');
  }

  async #muteAll(): Promise<void> {
    const { conference } = this.#with;
    conference.muteAll(!conference.allMuted);
    await this.#say([conference.allMuted ? 'conference.all-muted' : 'conference.all-unmuted']);
  }

  async #removeLast(party: Party): Promise<void> {
    const { conference } = this.#with;
    const last = conference.lastOf(party.id);
    if (last === undefined) return await this.#say(['conference.nobody-to-remove']);
    conference.remove(last.id);
    this.#with.note('remove from conference', party, last.number);
    await this.#say([...last.spoken, 'conference.was-removed']);
  }

  async #leave(why: Farewell): Promise<void> {
    this.#call.onDigit(undefined);
    await this.#say([farewellWords[why]]);
    this.#call.hangUp();
  }
}

const toldAs: Readonly<Record<Exclude<Notice['kind'], 'joined' | 'left'>, Told>> = {
  ...{ opened: { kind: 'opened' }, muted: { kind: 'muting' }, unmuted: { kind: 'muting' } },
  ...{ locked: { kind: 'lock' }, unlocked: { kind: 'lock' } },
  ...{ secure: { kind: 'security' }, insecure: { kind: 'security' } },
};
