// The way into a conference: who somebody is, and whether they may come in. Its law: wrong, locked and none at all are one answer, a PIN is
// not asked for over a way that the conference refuses, and no PIN leaves this file.

import { limits, sameText } from '#base';
import type { PlayItem } from '#media';
import type { VoiceCall } from '#voice';
import type { PartyFacts } from './conference.ts';
import { type ConferenceRecord, conferencePin } from './conferences.form.ts';
import { type ConferenceSpeech, nameTone, spokenOf } from './words.ts';

/** What counts wrong PINs, and takes none for a time after too many. */
export interface PinChecks {
  check(key: string, given: string, expected: string | undefined, by: { number: string; address: string }): boolean;
}

export interface EnteringOptions {
  readonly guard: PinChecks;
  /** In clear; undefined where there is none. */
  pinOf(conference: string, which: 'pin' | 'moderatorPin'): string | undefined;
  readonly speech: ConferenceSpeech;
}

export type Proven = 'moderator' | 'participant';

/** Shorter than a name is a breath. */
const leastNameMs = 400;

/** What a caller is before any PIN: a moderator by their extension, and whether more must be proven. */
function standing({ caller }: VoiceCall, record: ConferenceRecord): { isModerator: boolean; mustProve: boolean } {
  const isInside = caller.extension !== '';
  const isModerator = isInside && record.moderators.includes(caller.extension);
  return { isModerator, mustProve: !isInside || (record.pinInside && !isModerator) };
}

/** Asks for a PIN where one is needed. Undefined: they may not come in, and have been told. */
export async function prove(
  call: VoiceCall,
  record: ConferenceRecord,
  options: EnteringOptions,
): Promise<Proven | undefined> {
  const { isModerator, mustProve } = standing(call, record);
  if (isModerator) return 'moderator';
  if (!mustProve && !record.moderatorPin) return 'participant';
  const words = mustProve ? 'conference.enter-pin' : 'conference.enter-moderator-pin';
  for (let tries = 0; tries < limits.conferences.tries; tries++) {
    const given = await call.ask([words], { most: conferencePin.most });
    if (given === '' && !mustProve) return 'participant';
    const proven = given === '' ? undefined : judge(given, call, record, options);
    if (proven !== undefined) return proven;
    await call.say(['conference.wrong-pin'], { stopOn: '' });
  }
  await call.say(['conference.goodbye'], { stopOn: '' });
  return undefined;
}

/** One PIN is counted as one, although it may be either. */
function judge(
  given: string,
  { caller }: VoiceCall,
  { name }: ConferenceRecord,
  { guard, pinOf }: EnteringOptions,
): Proven | undefined {
  const pin = pinOf(name, 'pin');
  const moderatorPin = pinOf(name, 'moderatorPin');
  const isSame = isPin(moderatorPin, pin ?? '');
  const asModerator = isPin(moderatorPin, given) && !isSame;
  const number = caller.extension || caller.number || caller.trunk;
  const isRight = guard.check(name, given, asModerator ? moderatorPin : pin, { number, address: '' });
  if (!isRight) return undefined;
  return asModerator ? 'moderator' : 'participant';
}

/** Takes as long whatever the digits are. */
const isPin = (pin: string | undefined, given: string): boolean =>
  sameText((pin ?? '').padEnd(conferencePin.most, '-'), given.padEnd(conferencePin.most, '-')) &&
  pin !== undefined &&
  pin !== '';

/** Who the others will hear of: somebody from outside says their name first. */
export async function introduce(
  call: VoiceCall,
  record: Pick<ConferenceRecord, 'entry'>,
  { speech }: EnteringOptions,
): Promise<readonly PlayItem[]> {
  const { number, extension } = call.caller;
  const known = spokenOf(number, extension, speech);
  if (record.entry !== 'name' || extension !== '') return known;
  await call.say(['conference.say-your-name', nameTone], { stopOn: '' });
  const pieces: Uint8Array[] = [];
  const mostMs = limits.conferences.nameMs;
  const { codec, ms } = await call.record({ mostMs, silenceMs: 1_500, piece: (bytes) => pieces.push(bytes) });
  if (ms < leastNameMs) return known;
  return [{ codec, bytes: Buffer.concat(pieces) }];
}

/** Of a call, as it is now. */
export function factsOf(call: VoiceCall, isModerator: boolean, spoken: readonly PlayItem[]): PartyFacts {
  const { number, name, extension } = call.caller;
  return { id: call.id, number: extension || number, name, extension, isModerator, isSecure: call.isSecure, spoken };
}
