// All forms and views of the product: what every surface shows, and what the tests walk.

import { callsInProgress, networkListeners, numbering, registrations, systemOptions, usersAndServices } from '#calls';
import type { Form, View } from '#forms';
import { securityChecks, securityHistory, securityProfile } from '#proof';
import { auditArchives, auditTrailLogs, auditTrailSettings, callHistory } from '#records';
import { adminPolicies, sessionsView, systemSecurityManagement, userAuthorizationProfiles } from '#security';

/** All forms of the system, in the order of the form tree. */
export const forms: readonly Form[] = [
  usersAndServices,
  numbering,
  systemOptions,
  networkListeners,
  userAuthorizationProfiles,
  adminPolicies,
  systemSecurityManagement,
  securityProfile,
  auditTrailSettings,
];

/** All views of the system. */
export const views: readonly View[] = [
  registrations,
  callsInProgress,
  callHistory,
  auditTrailLogs,
  auditArchives,
  sessionsView,
  securityChecks,
  securityHistory,
];
