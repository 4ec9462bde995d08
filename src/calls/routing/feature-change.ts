// What a feature code changes, as a change of the configuration on behalf of the extension that dialled it.

import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';
import { forwardsSet } from './forward-codes.ts';

export interface FeatureChange {
  readonly form: 'users-and-services' | 'service-mode';
  /** Of a table: which record. */
  readonly key: string | undefined;
  readonly patch: Readonly<Record<string, unknown>>;
}

const modes = { dayMode: 'day', night1Mode: 'night1', night2Mode: 'night2', scheduledMode: 'schedule' } as const;

/** Codes that are more than a change of one field. */
const hotDeskCodes = ['hotDeskLogin', 'hotDeskLogout', 'hotDeskRemoteLogout', 'changePin'] as const;

export type HotDeskCode = (typeof hotDeskCodes)[number];

/** A code that changes one field of a record. */
export interface SwitchDialled extends FeatureDialled {
  readonly code: Exclude<FeatureCode, HotDeskCode>;
}

export const isSwitch = (dialled: FeatureDialled): dialled is SwitchDialled =>
  !hotDeskCodes.some((code) => code === dialled.code);

type Patch = FeatureChange['patch'];

const noForwards = { forwardAlways: '', forwardBusy: '', forwardNoAnswer: '', forwardUnreachable: '' } as const;

/** What each code changes of the extension that dialled it. */
const ofExtension: Partial<Readonly<Record<FeatureCode, Patch>>> = {
  doNotDisturbOn: { doNotDisturb: true },
  doNotDisturbOff: { doNotDisturb: false },
  forwardAlwaysOff: { forwardAlways: '' },
  forwardBusyOff: { forwardBusy: '' },
  forwardNoAnswerOff: { forwardNoAnswer: '' },
  forwardUnreachableOff: { forwardUnreachable: '' },
  forwardsOff: noForwards,
  callWaitingOn: { callWaiting: true },
  callWaitingOff: { callWaiting: false },
};

/** Undefined of a code that changes nothing. */
export function featureChange({ code, digits }: SwitchDialled, number: string): FeatureChange | undefined {
  if (code in modes) {
    const chosenBy = modes[code as keyof typeof modes];
    return { form: 'service-mode', key: undefined, patch: { chosenBy } };
  }
  const field = code in forwardsSet ? forwardsSet[code as keyof typeof forwardsSet] : undefined;
  const patch = field === undefined ? ofExtension[code] : { [field]: digits };
  return patch && { form: 'users-and-services', key: number, patch };
}
