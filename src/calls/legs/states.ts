// What a call and each of its legs go through, as tables: state × event → next state. An event without an entry changes nothing.
// test/golden/call-states.md prints them.

/** One side of a call: a phone's or a trunk's dialog with us. */
export type LegState = 'early' | 'answered' | 'confirmed' | 'leaving' | 'over';

export type LegEvent =
  /** We answer its INVITE with success, which waits for an ACK from now on. */
  | 'we answer'
  /** It answers our INVITE with success. */
  | 'it answers'
  | 'ACK comes'
  /** None came in 64·T1. */
  | 'no ACK'
  /** We have done with it: a BYE, which waits for the ACK of our success (RFC 3261 §15). */
  | 'we hang up'
  /** It has hung up, or never was there. */
  | 'it is gone';

export type LegTable = Readonly<Record<LegState, Readonly<Partial<Record<LegEvent, LegState>>>>>;

export const legStates: LegTable = {
  early: { 'we answer': 'answered', 'it answers': 'confirmed', 'we hang up': 'over', 'it is gone': 'over' },
  answered: {
    'we answer': 'answered',
    'ACK comes': 'confirmed',
    'no ACK': 'confirmed',
    'we hang up': 'leaving',
    'it is gone': 'over',
  },
  confirmed: { 'we answer': 'answered', 'we hang up': 'over', 'it is gone': 'over' },
  leaving: { 'ACK comes': 'over', 'no ACK': 'over', 'it is gone': 'over' },
  over: {},
};

/** A call: who is there, and whether somebody is looked for. */
export type CallState = 'setup' | 'talking' | 'alone' | 'over';

export type CallEvent =
  /** Somebody answers the caller. */
  | 'answered'
  /** The system does: nobody is on the other side yet, or a feature code has been carried out. */
  | 'answered by the system'
  /** A party goes, and a feature looks for another in its place. */
  | 'party leaves'
  /** A party takes a side, or the place of who has it. */
  | 'party comes'
  | 'ends';

export type CallTable = Readonly<Record<CallState, Readonly<Partial<Record<CallEvent, CallState>>>>>;

export const callStates: CallTable = {
  setup: { answered: 'talking', 'answered by the system': 'alone', ends: 'over' },
  talking: { 'party leaves': 'alone', 'party comes': 'talking', ends: 'over' },
  alone: { 'party comes': 'talking', ends: 'over' },
  over: {},
};
