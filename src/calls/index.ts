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
export type { Station } from './stations/station.ts';
export { type UserAndServices, usersAndServices } from './stations/users-and-services.form.ts';
export { type SystemOptions, systemOptions } from './system-options.form.ts';
export type { TrunkCondition } from './trunks/conditions.ts';
export type { TrunkNetwork, TrunkParts } from './trunks/parts.ts';
export type { Naptr, Resolver, Srv } from './trunks/resolver.ts';
export type { StepName, TestOptions, TestStep } from './trunks/trial-step.ts';
export { Trunk, type TrunkCall, type TrunkWay } from './trunks/trunk.ts';
export { type TrunkState, trunkStates } from './trunks/trunk-states.view.ts';
export { type TrunkChallenge, TrunkTable } from './trunks/trunk-table.ts';
export { type TrunkRecord, trunks } from './trunks/trunks.form.ts';
// views
export { type CallInProgress, callsInProgress } from './views/calls.view.ts';
export { type RegistrationRecord, registrations } from './views/registrations.view.ts';
