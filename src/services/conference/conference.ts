// One conference: who is in it, who is heard, and what its moderator has asked for. Pure: it says what becomes of each party, and whoever
// holds the calls does it. Its law: nobody is heard who is muted or has to wait, and while it is locked nobody comes in.

import { type Clock, limits } from '#base';
import type { PlayItem, RoomPart } from '#media';

/** What a conference is as long as it goes on: its record when it began. */
export interface ConferenceSettings {
  readonly most: number;
  readonly lockAllowed: boolean;
  readonly mutedOnEntry: boolean;
  readonly waitForModerator: boolean;
  readonly endWithModerator: boolean;
  /** Who cannot be heard encrypted may not be in it. */
  readonly mustBeSecure: boolean;
}

/** Who is in it, as found out before they came in. */
export interface PartyFacts {
  /** Of the call. */
  readonly id: string;
  /** '' where it is withheld. */
  readonly number: string;
  readonly name: string;
  /** '' for somebody from outside. */
  readonly extension: string;
  readonly isModerator: boolean;
  readonly isSecure: boolean;
  /** What the others are told of who it is. */
  readonly spoken: readonly PlayItem[];
}

export interface Party extends PartyFacts {
  readonly mutedThemselves: boolean;
  readonly mutedByModerator: boolean;
  readonly sinceMs: number;
}

export type Notice =
  | { readonly kind: 'joined' | 'left'; readonly party: Party }
  | { readonly kind: 'opened' | 'muted' | 'unmuted' | 'locked' | 'unlocked' | 'secure' | 'insecure' };

/** Why somebody has to leave. */
export type Farewell = 'removed' | 'ended' | 'locked' | 'not encrypted';

/** Why somebody is not let in. */
export type Rejection = 'over' | 'locked' | 'full' | 'not encrypted';

/** What is to be done with a party's call. */
export interface ConferenceHands {
  /** undefined: it is in no room, and waits with music. */
  place(id: string, part: RoomPart | undefined): void;
  tell(id: string, notice: Notice): void;
  /** It is no party any more. */
  dismiss(id: string, why: Farewell): void;
}

interface Seat {
  party: Party;
  /** As it was placed last, in words. */
  placed: string;
}

export const isMuted = ({ mutedThemselves, mutedByModerator }: Party): boolean => mutedThemselves || mutedByModerator;

export class Conference {
  readonly settings: ConferenceSettings;
  readonly #hands: ConferenceHands;
  readonly #clock: Clock;
  readonly #seats = new Map<string, Seat>();
  #isOpen: boolean;
  #isLocked = false;
  #allMuted = false;
  #isOver = false;
  #wasSecure = true;

  constructor(settings: ConferenceSettings, hands: ConferenceHands, clock: Clock) {
    this.settings = settings;
    this.#hands = hands;
    this.#clock = clock;
    this.#isOpen = !settings.waitForModerator;
  }

  /** Those who are in it, who came first first. */
  get parties(): readonly Party[] {
    return [...this.#seats.values()].map(({ party }) => party);
  }

  party(id: string): Party | undefined {
    return this.#seats.get(id)?.party;
  }

  get size(): number {
    return this.#seats.size;
  }

  /** Do they hear each other, or wait for the moderator? */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  get allMuted(): boolean {
    return this.#allMuted;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Is the way of everybody in it encrypted? */
  get isSecure(): boolean {
    return this.parties.every(({ isSecure }) => isSecure);
  }

  whyNot({ isSecure }: Pick<PartyFacts, 'isSecure'>): Rejection | undefined {
    if (this.#isOver) return 'over';
    if (this.#isLocked) return 'locked';
    if (this.#seats.size >= Math.min(this.settings.most, limits.conferences.parties)) return 'full';
    return this.settings.mustBeSecure && !isSecure ? 'not encrypted' : undefined;
  }

  /** Says why not, where they are not let in. */
  enter(facts: PartyFacts): Rejection | undefined {
    const why = this.#seats.has(facts.id) ? 'over' : this.whyNot(facts);
    if (why !== undefined) return why;
    const { isModerator } = facts;
    const party: Party = {
      ...facts,
      mutedThemselves: this.settings.mutedOnEntry && !isModerator,
      mutedByModerator: this.#allMuted && !isModerator,
      sinceMs: this.#clock.nowMs(),
    };
    const before = [...this.#seats.keys()];
    this.#seats.set(facts.id, { party, placed: '' });
    if (isModerator && !this.#isOpen) {
      this.#isOpen = true;
      this.#tell(before, { kind: 'opened' });
    }
    this.#tell(before, { kind: 'joined', party });
    this.#lookAtSecurity(facts.id);
    this.#place();
    return undefined;
  }

  /** Their call is over. */
  leave(id: string): void {
    const seat = this.#seats.get(id);
    if (seat === undefined) return;
    this.#seats.delete(id);
    this.#gone(seat.party);
  }

  /** A moderator sends somebody out. */
  remove(id: string, why: Farewell = 'removed'): boolean {
    const seat = this.#seats.get(id);
    if (seat === undefined) return false;
    this.#seats.delete(id);
    this.#hands.dismiss(id, why);
    this.#gone(seat.party);
    return true;
  }

  /** Who came last, the one who asks and other moderators aside. */
  lastOf(asking: string): Party | undefined {
    return this.parties.findLast(({ id, isModerator }) => id !== asking && !isModerator);
  }

  /** What somebody asks for themselves; a moderator's muting they cannot take back. */
  muteSelf(id: string, muted: boolean): boolean {
    return this.#change(id, { mutedThemselves: muted });
  }

  /** Muting by a moderator; to take it back takes back their own too. */
  mute(id: string, muted: boolean): boolean {
    const party = this.party(id);
    if (party === undefined) return false;
    const wasMuted = isMuted(party);
    this.#change(id, muted ? { mutedByModerator: true } : { mutedByModerator: false, mutedThemselves: false });
    if (wasMuted !== muted) this.#tell([id], { kind: muted ? 'muted' : 'unmuted' });
    return true;
  }

  /** Everybody but the moderators, those who come later too. */
  muteAll(muted: boolean): void {
    if (this.#isOver) return;
    this.#allMuted = muted;
    for (const { id, isModerator } of this.parties) if (!isModerator) this.mute(id, muted);
  }

  /** False where it may not be locked. */
  lock(locked: boolean): boolean {
    if (this.#isOver || (locked && !this.settings.lockAllowed)) return false;
    if (this.#isLocked !== locked) {
      this.#isLocked = locked;
      this.#tell(this.#seats.keys(), { kind: locked ? 'locked' : 'unlocked' });
    }
    return true;
  }

  /** What is so of a call now: who is at its other end, and how private it is. */
  update(id: string, now: Omit<PartyFacts, 'id' | 'isModerator'>): void {
    const party = this.party(id);
    if (party === undefined) return;
    if (this.settings.mustBeSecure && !now.isSecure) return void this.remove(id, 'not encrypted');
    if (party.extension !== now.extension || party.number !== now.number) return this.#replace(party, now);
    if (party.isSecure === now.isSecure) return;
    this.#change(id, now);
    this.#lookAtSecurity();
  }

  /** Somebody was put in a party's place: like one who comes in, and never a moderator. */
  #replace(before: Party, now: Omit<PartyFacts, 'id' | 'isModerator'>): void {
    const { id } = before;
    if (this.#isLocked) return void this.remove(id, 'locked');
    const mutedThemselves = before.mutedThemselves || this.settings.mutedOnEntry;
    const mutedByModerator = before.mutedByModerator || this.#allMuted;
    const party: Party = { ...before, ...now, isModerator: false, mutedThemselves, mutedByModerator };
    this.#change(id, party);
    const others = [...this.#seats.keys()].filter((one) => one !== id);
    this.#tell(others, { kind: 'left', party: before });
    this.#tell(others, { kind: 'joined', party });
    this.#lookAtSecurity(id);
    if (before.isModerator) this.#moderatorLeft();
  }

  /** Everybody has to leave, and nobody comes in any more. */
  end(): void {
    this.#isOver = true;
    const ids = [...this.#seats.keys()];
    this.#seats.clear();
    for (const id of ids) this.#hands.dismiss(id, 'ended');
  }

  #gone(party: Party): void {
    this.#tell(this.#seats.keys(), { kind: 'left', party });
    if (party.isModerator) this.#moderatorLeft();
    if (this.#seats.size === 0) this.#isOver = true;
    else this.#lookAtSecurity();
  }

  #moderatorLeft(): void {
    if (!this.settings.endWithModerator || !this.#isOpen) return;
    if (!this.parties.some(({ isModerator }) => isModerator)) this.end();
  }

  #change(id: string, what: Partial<Party>): boolean {
    const seat = this.#seats.get(id);
    if (seat === undefined) return false;
    seat.party = { ...seat.party, ...what };
    this.#place();
    return true;
  }

  /** Told when it changes; who has just come is told when it is not as they expect. */
  #lookAtSecurity(newcomer?: string): void {
    const { isSecure } = this;
    if (isSecure !== this.#wasSecure) this.#tell(this.#seats.keys(), { kind: isSecure ? 'secure' : 'insecure' });
    else if (!isSecure && newcomer !== undefined) this.#tell([newcomer], { kind: 'insecure' });
    this.#wasSecure = isSecure;
  }

  #place(): void {
    for (const [id, seat] of this.#seats) {
      const part = this.#isOpen ? { isMuted: isMuted(seat.party), isDeaf: false } : undefined;
      const words = part === undefined ? 'waits' : `muted ${part.isMuted}`;
      if (seat.placed === words) continue;
      seat.placed = words;
      this.#hands.place(id, part);
    }
  }

  #tell(ids: Iterable<string>, notice: Notice): void {
    for (const id of [...ids]) if (this.#seats.has(id)) this.#hands.tell(id, notice);
  }
}
