// What features work with: what every call does, and the other calls that there are.

import type { CallContext } from '../legs/context.ts';
import type { Leg } from '../legs/leg.ts';
import type { Replaced } from './replaces.ts';
import type { TaskCall } from './task.ts';

export interface CallDirectory {
  /** The call and its party whose dialog that is; undefined where there is none. */
  ofDialog(dialog: Replaced): { readonly call: TaskCall; readonly leg: Leg } | undefined;
}

export interface FeatureContext extends CallContext {
  readonly directory: CallDirectory;
}
