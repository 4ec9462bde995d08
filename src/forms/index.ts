// The door of forms.

export { isEveryAddress, isMulticast, parseAddress, printAddress } from './addresses.ts';
export * from './define.ts';
export * from './describe.ts';
export { type AccessLevel, type AccessMap, access } from './fields/access.ts';
export { address, networks } from './fields/address.ts';
export { choice, choices, yesNo } from './fields/choice.ts';
export type { Duty, Field, FileHint, Kind } from './fields/field.ts';
export { moment } from './fields/moment.ts';
export { references } from './fields/references.ts';
export { secret } from './fields/secret.ts';
export { digits, reference, text } from './fields/text.ts';
export { whole } from './fields/whole.ts';
export { type FormsCode, formsCodes } from './forms.codes.ts';
export { NetworkList } from './networks.ts';
export * from './print.ts';
export * from './registry.ts';
export { validateStored } from './stored.ts';
export { type Proposal, validate } from './validate.ts';
