// What stations and trunks are granted, as fields that both forms have: their class of service, of restriction and of interconnection.

import { whole } from '#forms';

/** Highest numbers, as the seeds have them. */
export const CLASSES_OF_SERVICE = 110;
export const CLASSES_OF_RESTRICTION = 64;
export const INTERCONNECT_NUMBERS = 64;

const section = 'Permissions';
const ofService = (label: string, when: string) =>
  whole({
    label,
    help: `The class of service ${when}: what its calls may do, as Class of Service says.`,
    section,
    min: 1,
    max: CLASSES_OF_SERVICE,
    initial: 1,
  });
const ofRestriction = (label: string, when: string) =>
  whole({
    label,
    help: `The class of restriction ${when}: which numbers it is barred from, by the groups in Class of Restriction Groups that name the class.`,
    section,
    min: 1,
    max: CLASSES_OF_RESTRICTION,
    initial: 1,
  });

export const permissionFields = {
  dayService: ofService('Class of service, day', 'by day'),
  night1Service: ofService('Class of service, night 1', 'in night 1'),
  night2Service: ofService('Class of service, night 2', 'in night 2'),
  dayRestriction: ofRestriction('Class of restriction, day', 'by day'),
  night1Restriction: ofRestriction('Class of restriction, night 1', 'in night 1'),
  night2Restriction: ofRestriction('Class of restriction, night 2', 'in night 2'),
  interconnectNumber: whole({
    label: 'Interconnect number',
    help: 'The kind of device that it is, for Interconnect Restriction, which says which kinds may call which.',
    section,
    min: 1,
    max: INTERCONNECT_NUMBERS,
    initial: 1,
  }),
} as const;

export interface Permissions {
  readonly dayService: number;
  readonly night1Service: number;
  readonly night2Service: number;
  readonly dayRestriction: number;
  readonly night1Restriction: number;
  readonly night2Restriction: number;
  readonly interconnectNumber: number;
}
