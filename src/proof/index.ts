// The door of proof.

export { type SecurityCheck, securityChecks } from './security-checks.view.ts';
export { type SecurityMoment, securityHistory } from './security-history.view.ts';
export { type SecurityProfile, securityProfile } from './security-profile.form.ts';
