// What the stories of voicemail work with; the core gives it.

import type { Clock, Result } from '#base';
import type { PlayItem } from '#media';
import type { AuditFact } from '#records';
import type { PinTry } from '#security';
import type { VmOptions } from '../mailboxes/vm-options.form.ts';
import type { VoiceMailbox } from '../mailboxes/voice-mailboxes.form.ts';
import type { Kept, KeptSounds } from '../store/kept-sounds.ts';

/** What speaks numbers and times; the sentences themselves are those of the library. */
export interface VoicemailSpeech {
  count(number: number): readonly PlayItem[];
  digits(text: string): readonly PlayItem[];
  /** When something was, as seen from now. */
  moment(atMs: number): readonly PlayItem[];
}

export interface PasscodeGuard {
  isLocked(key: string): boolean;
  check(key: string, given: string, expected: string | undefined, by: PinTry): boolean;
}

export interface VoicemailParts {
  readonly clock: Clock;
  readonly sounds: KeptSounds;
  readonly guard: PasscodeGuard;
  readonly speech: VoicemailSpeech;
  readonly options: () => VmOptions;
  /** An enabled mailbox; undefined where there is none. */
  readonly mailbox: (number: string) => VoiceMailbox | undefined;
  /** In clear; undefined where there is none. */
  readonly passcodeOf: (number: string) => string | undefined;
  /** Changes a mailbox on behalf of its owner; refused where the form refuses it. */
  readonly change: (number: string, patch: Readonly<Record<string, unknown>>) => Promise<Result<void>>;
  readonly note: (fact: AuditFact) => void;
  /** A message has come: whoever passes it on hears of it. */
  readonly arrived: (message: Kept) => void;
}

/** Everything said with these before it is heard whole. */
export const tone: PlayItem = { toneHz: 880, ms: 400 };
