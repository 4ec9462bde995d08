// The sound of one call, as the phone needs it: a port to be named in descriptions, then tone out and tone in.

import { type Clock, ok, type Result } from '#base';
import type { SessionPlan } from '#media';

/** What offer and answer came to, for the sound. */
export interface SoundPlan extends Omit<SessionPlan, 'sends'> {
  /** 'silence' while this phone holds the other. */
  readonly sends: 'tone' | 'silence' | 'nothing';
}

/** What was heard of the far end since last asked. */
export interface Heard {
  /** Of the energy that came, how much was at the expected frequency: 0 to 1. 0 when nothing was to be heard. */
  readonly share: number;
  /** Packets that were taken and decoded. */
  readonly frames: number;
  /** Packets that were not authentic. */
  readonly refused: number;
}

export interface Sound {
  readonly address: string;
  /** 0 until it is open. */
  readonly port: number;
  open(): Promise<Result<void>> | undefined;
  connect(plan: SoundPlan): void;
  heard(): Heard;
  /** How many packets have been taken and decoded in all. */
  readonly frames: number;
  /** Listens for another tone from now on: somebody else is there. */
  expect(toneHz: number): void;
  /** Presses keys, where the far end takes telephone events. */
  press(keys: string): void;
  close(): void;
}

export interface SoundTask {
  /** Of this machine. */
  readonly address: string;
  readonly toneHz: number;
  readonly expectedHz: number;
  readonly clock: Clock;
}

const nothingHeard: Heard = { share: 0, frames: 0, refused: 0 };
/** The discard port (RFC 863): nobody is sent to it. */
const discardPort = 9;

/** No sound at all: descriptions name a port that nobody listens on. */
export class NoSound implements Sound {
  readonly address: string;
  readonly port = discardPort;
  readonly frames = 0;

  constructor(address: string) {
    this.address = address;
  }

  open(): undefined {
    return undefined;
  }

  connect(_plan: SoundPlan): void {}

  heard(): Heard {
    return nothingHeard;
  }

  expect(_toneHz: number): void {}

  press(_keys: string): void {}

  close(): void {}
}

export const done: Result<void> = ok(undefined);
