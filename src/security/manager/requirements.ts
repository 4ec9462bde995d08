// What this system asks of a Manager's preferences before anybody logs in there: a pure function of the settings and what it told.

import type { Refusal } from '#base';
import { managerCodes } from './manager.codes.ts';
import type { ManagerSettings } from './manager-settings.form.ts';
import { checkLevels, type PreferencesTold } from './pins.ts';

type Asked = Pick<ManagerSettings, 'leastCheckLevel' | 'offerCertificate' | 'idleTimer'>;

/** All that is wrong at once. Who tells nothing is taken to be set to the least there is. */
export function checkPreferences(
  asked: Asked,
  fingerprint: string,
  told: Pick<PreferencesTold, 'checkLevel' | 'idleTimer'> = { checkLevel: 'low', idleTimer: false },
): readonly Refusal[] {
  const least = asked.leastCheckLevel;
  const isLess = checkLevels.indexOf(told.checkLevel) < checkLevels.indexOf(least);
  return [
    ...(asked.offerCertificate && fingerprint === '' ? [managerCodes.refuse('security.manager-offers-none')] : []),
    ...(isLess ? [managerCodes.refuse('security.manager-checks-less', { level: told.checkLevel, least })] : []),
    ...(asked.idleTimer && !told.idleTimer ? [managerCodes.refuse('security.manager-never-idle')] : []),
  ];
}
