// The door of proof.

export { type Author, type Plan, planOf, type Wish } from './apply.ts';
export { check, profiles, watchedForms } from './checker.ts';
export type { Drift } from './drift.ts';
export { type Decoy, type DrillReport, drill } from './drill/drill.ts';
export type { Finding } from './drill/finding.ts';
export { drillAddress } from './drill/say.ts';
export { type GradeId, gradeIds, type Mend, type Profile } from './line.ts';
export { askAll } from './probes/ask.ts';
export { isForReaders, type Live, type Spoken, type Target } from './probes/live.ts';
export { openPorts, unlistedOf } from './probes/sockets.ts';
export { proofCodes } from './proof.codes.ts';
export { Proof, type ProofOptions } from './proof.ts';
export type { HistoryMoment, Report, ReportLine, Standing } from './report.ts';
export { type SecurityCheck, securityChecks } from './security-checks.view.ts';
export { type SecurityMoment, securityHistory } from './security-history.view.ts';
export { type SecurityProfile, securityProfile } from './security-profile.form.ts';
export { type ManagerSeen, type ShownCertificate, type SystemFacts, settingsOf, type World } from './world.ts';
