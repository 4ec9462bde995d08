// What a feature code changes, as a change of the configuration on behalf of the extension that dialled it.

import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';
import { forwardsSet } from './forward-codes.ts';

export interface FeatureChange {
  readonly form: 'users-and-services' | 'service-mode';
  /** Of a table: which record. */
  readonly key: string | undefined;
  readonly patch: Readonly<Record<string, unknown>>;
}

type Patch = FeatureChange['patch'];

const modes = { dayMode: 'day', night1Mode: 'night1', night2Mode: 'night2', scheduledMode: 'schedule' } as const;

const noForwards = { forwardAlways: '', forwardBusy: '', forwardNoAnswer: '', forwardUnreachable: '' } as const;

/** What each code changes of the extension that dialled it. */
const ofExtension = {
  doNotDisturbOn: { doNotDisturb: true },
  doNotDisturbOff: { doNotDisturb: false },
  leaveGroups: { awayFromGroups: true },
  joinGroups: { awayFromGroups: false },
  forwardAlwaysOff: { forwardAlways: '' },
  forwardBusyOff: { forwardBusy: '' },
  forwardNoAnswerOff: { forwardNoAnswer: '' },
  forwardUnreachableOff: { forwardUnreachable: '' },
  forwardsOff: noForwards,
  callWaitingOn: { callWaiting: true },
  callWaitingOff: { callWaiting: false },
} as const satisfies Partial<Readonly<Record<FeatureCode, Patch>>>;

/** What each kind of code makes of the digits behind it. */
const switches = { modes, ofExtension, forwardsSet } as const;

type SwitchCode = { [K in keyof typeof switches]: keyof (typeof switches)[K] }[keyof typeof switches];

/** A code that does no more than change a record. */
export interface SwitchDialled extends FeatureDialled {
  readonly code: SwitchCode;
}

const isOf = <T extends object>(codes: T, code: PropertyKey): code is keyof T => Object.hasOwn(codes, code);

export const isSwitch = (dialled: FeatureDialled): dialled is SwitchDialled =>
  Object.values(switches).some((codes) => isOf(codes, dialled.code));

export function featureChange({ code, digits }: SwitchDialled, number: string): FeatureChange {
  if (isOf(modes, code)) return { form: 'service-mode', key: undefined, patch: { chosenBy: modes[code] } };
  const patch: Patch = isOf(forwardsSet, code) ? { [forwardsSet[code]]: digits } : ofExtension[code];
  return { form: 'users-and-services', key: number, patch };
}
