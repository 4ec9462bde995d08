// The door of administration.

export type { May, Operation, Verdict } from './access.ts';
export { administrationCodes } from './administration.codes.ts';
export { Administration, type AdministrationOptions } from './administration.ts';
export { storedRecords } from './load.ts';
export type * from './requests.ts';
export type { Trail } from './trail.ts';
