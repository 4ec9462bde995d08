// All forms and views of the product: what every surface shows, and what the tests walk.

import { alarmDelivery, alarmsView, destinationsView, syslogReceivers } from '#alarms';
import { callForms, callsInProgress, hotDesksView, registrations, tollBlocks, trunkStates } from '#calls';
import type { Form, View } from '#forms';
import { securityChecks, securityHistory, securityProfile } from '#proof';
import {
  auditArchives,
  auditTrailLogs,
  auditTrailSettings,
  callHistory,
  smdrDelivery,
  smdrOptions,
  smdrRecords,
} from '#records';
import { scheduledRuns, scheduler } from '#schedule';
import {
  acmeCertificates,
  acmeSettings,
  adminPolicies,
  certificateChecks,
  certificatesView,
  deviceCertificate,
  issuedCertificates,
  managerSettings,
  managersView,
  privateAuthority,
  secondFactorsView,
  serviceSecurityLevels,
  sessionsView,
  systemSecurityManagement,
  telephonyCertificate,
  tlsSecurityLevels,
  trustedCertificates,
  unsecuredInterfaces,
  userAuthorizationProfiles,
  webServerCertificate,
} from '#security';
import {
  announcements,
  autoAttendants,
  callQueues,
  conferences,
  conferencesInProgress,
  disaCodes,
  disaOptions,
  pageZones,
  queuesNow,
} from '#services';
import { mailboxStates, outgoingMail, vmOptions, voiceMailboxes } from '#voicemail';

/** All forms of the system, in the order of the form tree. */
export const forms: readonly Form[] = [
  ...callForms,
  voiceMailboxes,
  vmOptions,
  autoAttendants,
  announcements,
  disaOptions,
  disaCodes,
  conferences,
  callQueues,
  pageZones,
  userAuthorizationProfiles,
  adminPolicies,
  systemSecurityManagement,
  tlsSecurityLevels,
  serviceSecurityLevels,
  unsecuredInterfaces,
  webServerCertificate,
  telephonyCertificate,
  deviceCertificate,
  privateAuthority,
  certificateChecks,
  trustedCertificates,
  managerSettings,
  acmeSettings,
  securityProfile,
  auditTrailSettings,
  smdrOptions,
  scheduler,
  alarmDelivery,
  syslogReceivers,
];

/** All views of the system. */
export const views: readonly View[] = [
  registrations,
  hotDesksView,
  callsInProgress,
  conferencesInProgress,
  queuesNow,
  trunkStates,
  tollBlocks,
  callHistory,
  mailboxStates,
  outgoingMail,
  smdrRecords,
  smdrDelivery,
  auditTrailLogs,
  auditArchives,
  sessionsView,
  secondFactorsView,
  certificatesView,
  issuedCertificates,
  managersView,
  acmeCertificates,
  scheduledRuns,
  alarmsView,
  destinationsView,
  securityChecks,
  securityHistory,
];
