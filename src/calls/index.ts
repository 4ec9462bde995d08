// The door of calls.

export { callsFormCodes } from './configuration.codes.ts';
export { type NetworkListener, networkListeners } from './listeners/network-listeners.form.ts';
export { type NumberingPlan, numbering } from './numbering/numbering.form.ts';
export { type FixedAddress, parseFixedAddress } from './stations/fixed-address.ts';
export { type UserAndServices, usersAndServices } from './stations/users-and-services.form.ts';
export { type SystemOptions, systemOptions } from './system-options.form.ts';
