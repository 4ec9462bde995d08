// What the door is made of: the house, the network where there is one, and what the process knows of itself.

import type { Clock, Log, Refusal } from '#base';
import type { Accounts, Actor } from '#security';
import type { Changes } from './changes.ts';
import type { House } from './house.ts';
import type { RefusalLine } from './protocol.ts';
import type { Network } from './wire.ts';

export interface DoorOptions {
  readonly house: House;
  readonly accounts: Accounts;
  /** None while the system is offline. */
  readonly network: Network | undefined;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly startedAtMs: number;
  readonly stop: (actor: Actor) => void;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
}
