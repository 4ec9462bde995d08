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
export { emergencyCodes } from './emergency/emergency.codes.ts';
export { type EmergencyLocation, emergencyLocations } from './emergency/emergency-locations.form.ts';
export { emergencyNumbers } from './emergency/emergency-numbers.form.ts';
export { emergencySettings } from './emergency/emergency-settings.form.ts';
export type { EmergencyCall, EmergencyCondition } from './emergency/notice-words.ts';
export { EmergencyNotices } from './emergency/notices.ts';
export { withLocation } from './emergency/pidf-lo.ts';
export { EmergencyPlan } from './emergency/plan.ts';
export { type EmergencyReport, type EmergencyTestOptions, testEmergency } from './emergency/self-test.ts';
export type { CallBook } from './legs/context.ts';
export { type NetworkListener, networkListeners } from './listeners/network-listeners.form.ts';
export { type NumberingPlan, numbering } from './numbering/numbering.form.ts';
export { splitPublicNames } from './public-names.ts';
export type { CallAttempt, Decision, OutgoingCall, Party, Step, TrunkChoice } from './routing/attempt.ts';
export { decide, type FeatureCode } from './routing/decide.ts';
export { type FixedAddress, parseFixedAddress } from './stations/fixed-address.ts';
export type { Station } from './stations/station.ts';
export { type UserAndServices, usersAndServices } from './stations/users-and-services.form.ts';
export { type SystemOptions, systemOptions } from './system-options.form.ts';
export { Trunk, type TrunkCall, type TrunkWay } from './trunks/trunk.ts';
export { type TrunkRecord, trunks } from './trunks/trunks.form.ts';
// views
export { type CallInProgress, callsInProgress } from './views/calls.view.ts';
export { type RegistrationRecord, registrations } from './views/registrations.view.ts';
