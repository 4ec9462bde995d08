// A mail that tells of a message, as it waits: whom it goes to and what it is about, but not the sound, which lies where it was kept.

export interface Letter {
  /** Of the mail; the same however often it is sent. */
  readonly id: string;
  readonly mailbox: string;
  /** Of the message. */
  readonly message: string;
  readonly to: string;
  readonly isAttached: boolean;
  readonly after: 'keep' | 'heard' | 'delete';
  readonly atMs: number;
  readonly number: string;
  readonly name: string;
  readonly ms: number;
  readonly urgent: boolean;
}

/** 'failed': it was refused for good, or has waited too long; it stays until somebody has seen it. */
export type LetterState = 'waiting' | 'failed';

export interface Posted {
  readonly letter: Letter;
  readonly state: LetterState;
  readonly attempts: number;
  /** When it is tried again. */
  readonly nextAtMs: number;
  /** What was last said of it; '' before it was tried. */
  readonly last: string;
}

const minuteMs = 60_000;
const mostMinutes = 60;
/** RFC 5321 §4.5.4.1. */
export const mostDays = 5;

/** 1, 2, 4 … minutes, and from then on every hour. */
export const waitAfter = (attempts: number): number => Math.min(2 ** Math.max(0, attempts - 1), mostMinutes) * minuteMs;
