// All forms and views of the product: what every surface shows, and what the tests walk.

import { alarmDelivery, alarmsView, destinationsView, syslogReceivers } from '#alarms';
import { callsInProgress, networkListeners, numbering, registrations, systemOptions, usersAndServices } from '#calls';
import type { Form, View } from '#forms';
import { securityChecks, securityHistory, securityProfile } from '#proof';
import { auditArchives, auditTrailLogs, auditTrailSettings, callHistory } from '#records';
import { scheduledRuns, scheduler } from '#schedule';
import {
  acmeCertificates,
  acmeSettings,
  adminPolicies,
  certificateChecks,
  managerSettings,
  managersView,
  secondFactorsView,
  serviceSecurityLevels,
  sessionsView,
  systemSecurityManagement,
  tlsSecurityLevels,
  trustedCertificates,
  unsecuredInterfaces,
  userAuthorizationProfiles,
} from '#security';

/** All forms of the system, in the order of the form tree. */
export const forms: readonly Form[] = [
  usersAndServices,
  numbering,
  systemOptions,
  networkListeners,
  userAuthorizationProfiles,
  adminPolicies,
  systemSecurityManagement,
  tlsSecurityLevels,
  serviceSecurityLevels,
  unsecuredInterfaces,
  certificateChecks,
  trustedCertificates,
  managerSettings,
  acmeSettings,
  securityProfile,
  auditTrailSettings,
  scheduler,
  alarmDelivery,
  syslogReceivers,
];

/** All views of the system. */
export const views: readonly View[] = [
  registrations,
  callsInProgress,
  callHistory,
  auditTrailLogs,
  auditArchives,
  sessionsView,
  secondFactorsView,
  managersView,
  acmeCertificates,
  scheduledRuns,
  alarmsView,
  destinationsView,
  securityChecks,
  securityHistory,
];
