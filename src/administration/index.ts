// The door of administration.

export type { DutiesOf, Guard, May, Operation } from './access.ts';
export { administrationCodes } from './administration.codes.ts';
export { Administration, type AdministrationOptions } from './administration.ts';
export type { Hashed, HashedPlace } from './hashed.ts';
export type { Intake, IntakeWish } from './intake.ts';
export { storedRecords } from './load.ts';
export type * from './requests.ts';
export { rowsSource, type ViewSource } from './sources.ts';
export type { Trail } from './trail.ts';
