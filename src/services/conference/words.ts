// What is said in a conference, as the names of its sentences and what is between them.

import { limits } from '#base';
import type { PlayItem } from '#media';
import { type Conference, isMuted, type Party, type Rejection } from './conference.ts';

/** What speaks numbers and names; the sentences themselves are those of the library. */
export interface ConferenceSpeech {
  count(number: number): readonly PlayItem[];
  digits(text: string): readonly PlayItem[];
  /** The name of an extension in its owner's voice; undefined where they never said it. */
  nameOf(extension: string): readonly PlayItem[] | undefined;
}

/** What the others hear when somebody comes in or leaves. */
export type EntryKind = 'name' | 'tone' | 'none';

const joinedTone: PlayItem = { toneHz: 880, ms: 150 };
const leftTone: PlayItem = { toneHz: 440, ms: 150 };

/** Before a name is kept. */
export const nameTone: PlayItem = { toneHz: 660, ms: 200 };

export const rejectionWords: Readonly<Record<Rejection, PlayItem>> = {
  ...{ over: 'conference.over', locked: 'conference.locked', full: 'conference.full' },
  'not encrypted': 'conference.not-encrypted',
};

export const farewellWords = {
  ...{ removed: 'conference.removed', ended: 'conference.ended', locked: 'conference.locked' },
  'not encrypted': 'conference.not-encrypted',
} as const;

/** Who somebody is, without what they said themselves. */
export function spokenOf(number: string, extension: string, speech: ConferenceSpeech): readonly PlayItem[] {
  const name = extension === '' ? undefined : speech.nameOf(extension);
  if (name !== undefined && name.length > 0) return name;
  const digits = (extension || number).replace(/[^0-9]/g, '');
  return digits === '' ? ['conference.somebody'] : speech.digits(digits);
}

export function comingWords(kind: 'joined' | 'left', party: Party, entry: EntryKind): readonly PlayItem[] {
  if (entry === 'none') return [];
  if (entry === 'tone') return [kind === 'joined' ? joinedTone : leftTone];
  return [...party.spoken, kind === 'joined' ? 'conference.has-joined' : 'conference.has-left'];
}

/** What somebody is told who has come in. */
export function welcomeWords(conference: Conference, party: Party): readonly PlayItem[] {
  if (!conference.isOpen) return ['conference.waiting-for-moderator'];
  const here = conference.size === 1 ? 'conference.you-are-first' : 'conference.you-are-in';
  return isMuted(party) ? [here, 'conference.you-are-muted'] : [here];
}

/** How many are here; for moderators who it is too, where they are not too many. */
export function rosterWords(conference: Conference, party: Party, speech: ConferenceSpeech): readonly PlayItem[] {
  const { parties } = conference;
  if (parties.length === 1) return ['conference.only-you'];
  if (!party.isModerator || parties.length > limits.conferences.spokenNames)
    return [...speech.count(parties.length), 'conference.people-here'];
  const names = parties.flatMap(({ spoken }) => [...spoken, { silenceMs: 300 }]);
  return [...speech.count(parties.length), 'conference.in-conference', ...names];
}
