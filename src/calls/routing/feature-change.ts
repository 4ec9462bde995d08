// What a feature code changes, as a change of the configuration on behalf of the extension that dialled it.

import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';

export interface FeatureChange {
  readonly form: 'users-and-services' | 'service-mode';
  /** Of a table: which record. */
  readonly key: string | undefined;
  readonly patch: Readonly<Record<string, unknown>>;
}

const modes = { dayMode: 'day', night1Mode: 'night1', night2Mode: 'night2', scheduledMode: 'schedule' } as const;

/** Codes that are more than a change of one field. */
const hotDeskCodes = ['hotDeskLogin', 'hotDeskLogout', 'hotDeskRemoteLogout', 'changePin'] as const;

/** Codes that make a call, or do something with one. */
const callCodes = ['intercom', 'park', 'retrieve', 'pickup', 'pickupGroup', 'callBack', 'callBackOff'] as const;

type CallCode = (typeof callCodes)[number];

export type HotDeskCode = (typeof hotDeskCodes)[number];

/** A code that changes one field of a record. */
export interface SwitchDialled extends FeatureDialled {
  readonly code: Exclude<FeatureCode, HotDeskCode | CallCode>;
}

export const isSwitch = (dialled: FeatureDialled): dialled is SwitchDialled =>
  ![...hotDeskCodes, ...callCodes].some((code) => code === dialled.code);

export function featureChange({ code }: SwitchDialled, number: string): FeatureChange {
  if (code === 'doNotDisturbOn' || code === 'doNotDisturbOff')
    return { form: 'users-and-services', key: number, patch: { doNotDisturb: code === 'doNotDisturbOn' } };
  if (code === 'leaveGroups' || code === 'joinGroups')
    return { form: 'users-and-services', key: number, patch: { awayFromGroups: code === 'leaveGroups' } };
  return { form: 'service-mode', key: undefined, patch: { chosenBy: modes[code] } };
}
