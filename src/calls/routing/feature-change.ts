// What a feature code changes, as a change of the configuration on behalf of the extension that dialled it.

import type { FeatureDialled } from '../numbering/feature-codes.ts';

export interface FeatureChange {
  readonly form: 'users-and-services' | 'service-mode';
  /** Of a table: which record. */
  readonly key: string | undefined;
  readonly patch: Readonly<Record<string, unknown>>;
}

const modes = { dayMode: 'day', night1Mode: 'night1', night2Mode: 'night2', scheduledMode: 'schedule' } as const;

export function featureChange({ code }: FeatureDialled, number: string): FeatureChange {
  if (code === 'doNotDisturbOn' || code === 'doNotDisturbOff')
    return { form: 'users-and-services', key: number, patch: { doNotDisturb: code === 'doNotDisturbOn' } };
  return { form: 'service-mode', key: undefined, patch: { chosenBy: modes[code] } };
}
