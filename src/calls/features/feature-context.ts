// What features work with: what every call does, the other calls that there are, and where calls are parked.

import type { CallContext } from '../legs/context.ts';
import type { Leg } from '../legs/leg.ts';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { Station } from '../stations/station.ts';
import type { Replaced } from './replaces.ts';
import type { Parking, TaskCall } from './task.ts';

export interface CallDirectory {
  /** The call and its party whose dialog that is; undefined where there is none. */
  ofDialog(dialog: Replaced): { readonly call: TaskCall; readonly leg: Leg } | undefined;
  /** The call that rings at an extension, where the dialog is one that a busy lamp has shown. */
  ofAppearance(dialog: Replaced): { readonly call: TaskCall; readonly number: string } | undefined;
  /** The call that has rung longest at the extension. */
  ringingAt(number: string): TaskCall | undefined;
  mayPickUp(by: Station, number: string): boolean;
  /** The extensions whose calls it may take with the code for its group. */
  pickupPeers(by: Station): Iterable<string>;
}

export interface FeatureContext extends CallContext {
  readonly directory: CallDirectory;
  /** A call of a phone that the system has called, which is to be put through to a number. */
  readonly originate: (leg: Leg, number: string, exchange: MediaExchange) => TaskCall;
  readonly parking: Parking;
}
