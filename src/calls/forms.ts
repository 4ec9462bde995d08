// All forms of calls, in the order in which they stand in the form tree.

import type { Form } from '#forms';
import { emergencyLocations } from './emergency/emergency-locations.form.ts';
import { emergencyNumbers } from './emergency/emergency-numbers.form.ts';
import { emergencySettings } from './emergency/emergency-settings.form.ts';
import { huntGroups } from './groups/hunt-groups.form.ts';
import { pickupGroups } from './groups/pickup-groups.form.ts';
import { networkListeners } from './listeners/network-listeners.form.ts';
import { numbering } from './numbering/numbering.form.ts';
import { personalSpeedCalls } from './numbering/personal-speed-calls.form.ts';
import { speedCalls } from './numbering/speed-calls.form.ts';
import { restrictionGroups } from './restriction/class-of-restriction-groups.form.ts';
import { interconnectRestriction } from './restriction/interconnect-restriction.form.ts';
import { accountCodes } from './routing/account-codes.form.ts';
import { callScreening } from './routing/call-screening.form.ts';
import { dialExpectations } from './routing/dial-expectations.form.ts';
import { digitModification } from './routing/digit-modification.form.ts';
import { digitsDialled } from './routing/digits-dialled.form.ts';
import { inboundNumbers } from './routing/inbound-numbers.form.ts';
import { publicNetwork } from './routing/public-network.form.ts';
import { routeLists } from './routing/route-lists.form.ts';
import { routePlans } from './routing/route-plans.form.ts';
import { routes } from './routing/routes.form.ts';
import { classOfService } from './service/class-of-service.form.ts';
import { serviceNumbers } from './services/service-numbers.form.ts';
import { usersAndServices } from './stations/users-and-services.form.ts';
import { systemOptions } from './system-options.form.ts';
import { holidays } from './times/holidays.form.ts';
import { serviceMode } from './times/service-mode.form.ts';
import { timePeriods } from './times/time-periods.form.ts';
import { tollCountries } from './tollguard/toll-countries.form.ts';
import { tollGuard } from './tollguard/toll-guard.form.ts';
import { tollLimits } from './tollguard/toll-limits.form.ts';
import { tollTariffs } from './tollguard/toll-tariffs.form.ts';
import { trunks } from './trunks/trunks.form.ts';
import { busyLampLists } from './watching/busy-lamp-lists.form.ts';

export const callForms: readonly Form[] = [
  usersAndServices,
  busyLampLists,
  huntGroups,
  serviceNumbers,
  pickupGroups,
  callScreening,
  personalSpeedCalls,
  numbering,
  speedCalls,
  trunks,
  publicNetwork,
  digitsDialled,
  routes,
  routeLists,
  routePlans,
  digitModification,
  inboundNumbers,
  restrictionGroups,
  classOfService,
  interconnectRestriction,
  accountCodes,
  serviceMode,
  timePeriods,
  holidays,
  dialExpectations,
  emergencySettings,
  emergencyNumbers,
  emergencyLocations,
  tollGuard,
  tollCountries,
  tollTariffs,
  tollLimits,
  systemOptions,
  networkListeners,
];
