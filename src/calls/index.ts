// The door of calls.

// what wire.ts joins
export { Call } from './call.ts';
export type {
  CallEvent,
  CallSecurity,
  RegistrationEvent,
} from './call-events.ts';
export { CallServer, type CallServerOptions, keyOfRegistration } from './call-server.ts';
export { callCodes } from './calls.codes.ts';
// forms
export { callsFormCodes } from './configuration.codes.ts';
export type { CallBook } from './legs/context.ts';
export { type NetworkListener, networkListeners } from './listeners/network-listeners.form.ts';
export { type NumberingPlan, numbering } from './numbering/numbering.form.ts';
export { splitPublicNames } from './public-names.ts';
export type { CallAttempt, Decision, OutgoingCall, Party, Step, TrunkChoice } from './routing/attempt.ts';
export type { FeatureCode } from './routing/decide.ts';
export { type FixedAddress, parseFixedAddress } from './stations/fixed-address.ts';
export { Station } from './stations/station.ts';
export { type UserAndServices, usersAndServices } from './stations/users-and-services.form.ts';
export { type SystemOptions, systemOptions } from './system-options.form.ts';
export type { GuardLook, GuardQuestion } from './tollguard/look.ts';
export type { TollCondition } from './tollguard/notices.ts';
export { tollCodes } from './tollguard/toll.codes.ts';
// views
export { tollBlocks } from './tollguard/toll-blocks.view.ts';
export { tollCountries } from './tollguard/toll-countries.form.ts';
export { tollGuard } from './tollguard/toll-guard.form.ts';
export { TollGuard, type TollKeeper } from './tollguard/toll-guard.ts';
export { tollLimits } from './tollguard/toll-limits.form.ts';
export { tollTariffs } from './tollguard/toll-tariffs.form.ts';
export type { ClearedCall, GuardedCall } from './tollguard/tolling.ts';
export { Trunk, type TrunkCall, type TrunkWay } from './trunks/trunk.ts';
export { type TrunkRecord, trunks } from './trunks/trunks.form.ts';
export { type CallInProgress, callsInProgress } from './views/calls.view.ts';
export { type RegistrationRecord, registrations } from './views/registrations.view.ts';
