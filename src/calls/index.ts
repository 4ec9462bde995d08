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
export { callsFormCodes } from './configuration.codes.ts';
export type { DeskCondition } from './desks/conditions.ts';
export type { DeskAct, DeskChange, HotDesksOptions } from './desks/hot-desks.ts';
export { emergencyCodes } from './emergency/emergency.codes.ts';
export { type EmergencyLocation, emergencyLocations } from './emergency/emergency-locations.form.ts';
export { emergencyNumbers } from './emergency/emergency-numbers.form.ts';
export { emergencySettings } from './emergency/emergency-settings.form.ts';
export type { EmergencyCall, EmergencyCondition } from './emergency/notice-words.ts';
export { EmergencyNotices } from './emergency/notices.ts';
export { withLocation } from './emergency/pidf-lo.ts';
export { EmergencyPlan } from './emergency/plan.ts';
export { type EmergencyReport, type EmergencyTestOptions, testEmergency } from './emergency/self-test.ts';
// forms
export { callForms } from './forms.ts';
export { type HuntGroup, huntGroups } from './groups/hunt-groups.form.ts';
export { pickupGroups } from './groups/pickup-groups.form.ts';
export type { CallBook, CallGuard, Located, OutsideFacts } from './legs/context.ts';
export { type NetworkListener, networkListeners } from './listeners/network-listeners.form.ts';
export type { FeatureCode, FeatureDialled } from './numbering/feature-codes.ts';
export { nationalDigits } from './numbering/national.ts';
export { type NumberingPlan, numbering } from './numbering/numbering.form.ts';
export { splitPublicNames } from './public-names.ts';
export { restrictionGroups } from './restriction/class-of-restriction-groups.form.ts';
export { interconnectRestriction } from './restriction/interconnect-restriction.form.ts';
export { withoutAccountCode } from './routing/account-code.ts';
export { accountCodes } from './routing/account-codes.form.ts';
export type {
  CallAttempt,
  Decision,
  OutgoingCall,
  Party,
  Step,
  TrunkChoice,
} from './routing/attempt.ts';
export { isBarring } from './routing/barring.ts';
export { decide } from './routing/decide.ts';
export { type DialExpectation, dialExpectations } from './routing/dial-expectations.form.ts';
export { digitModification } from './routing/digit-modification.form.ts';
export { digitsDialled } from './routing/digits-dialled.form.ts';
export { checkExpectations, type UnmetExpectation } from './routing/expectations.ts';
export { type Explained, explain } from './routing/explain.ts';
export { type FeatureChange, featureChange, phoneSwitches, type SwitchDialled } from './routing/feature-change.ts';
export { inboundNumbers } from './routing/inbound-numbers.form.ts';
export { compileRouting, modeAt, type RoutingPlan, routingForms } from './routing/plan.ts';
export { publicNetwork } from './routing/public-network.form.ts';
export { routeLists } from './routing/route-lists.form.ts';
export { routePlans } from './routing/route-plans.form.ts';
export { routes } from './routing/routes.form.ts';
export { serviceNumberOf, serviceOf, showsCallerId } from './routing/service-of.ts';
export { type AccountCode, atRest, type Tables } from './routing/tables.ts';
export { type OtherLooks, tablesOf } from './routing/tables-of.ts';
export { classOfService, type ServiceClass } from './service/class-of-service.form.ts';
export {
  type ServiceKind,
  type ServiceNumber,
  serviceNumbers,
  serviceRecordOf,
} from './services/service-numbers.form.ts';
export type { OwnWay } from './services/service-table.ts';
export { type FixedAddress, parseFixedAddress } from './stations/fixed-address.ts';
export { Station } from './stations/station.ts';
export { type UserAndServices, usersAndServices } from './stations/users-and-services.form.ts';
export { type SystemOptions, systemOptions } from './system-options.form.ts';
export { holidays } from './times/holidays.form.ts';
export { serviceMode } from './times/service-mode.form.ts';
export { timePeriods } from './times/time-periods.form.ts';
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
export type { TrunkCondition } from './trunks/conditions.ts';
export type { TrunkNetwork, TrunkParts } from './trunks/parts.ts';
export type { Naptr, Resolver, Srv } from './trunks/resolver.ts';
export type { StepName, TestOptions, TestStep } from './trunks/trial-step.ts';
export { Trunk, type TrunkCall, type TrunkWay } from './trunks/trunk.ts';
export { type TrunkState, trunkStates } from './trunks/trunk-states.view.ts';
export { type TrunkChallenge, TrunkTable } from './trunks/trunk-table.ts';
export { type TrunkRecord, trunks } from './trunks/trunks.form.ts';
export { type CallInProgress, callsInProgress } from './views/calls.view.ts';
export { type HotDeskRow, hotDesksView } from './views/hot-desks.view.ts';
export { type RegistrationRecord, registrations } from './views/registrations.view.ts';
export { type BusyLampList, busyLampLists, membersIn } from './watching/busy-lamp-lists.form.ts';
export type { KeptSubscription, SubscriptionKeeper } from './watching/kept.ts';
