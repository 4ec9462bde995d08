// The door of security.

export type { PhoneSwitches, Verdict } from './access/access.ts';
export { adminPolicies } from './access/admin-policies.form.ts';
export type { Wish } from './access/guard.ts';
export { type AccessFunctions, type AccessParts, makeAccess } from './access/make-access.ts';
export type { Rights, RightsKind } from './access/rights.ts';
export { Accounts, type AccountsOptions, type UserSummary } from './accounts/accounts.ts';
export type { Desk } from './accounts/desk.ts';
export type { FactorsChanged } from './accounts/factor-changes.ts';
export type { FactorDesk, FactorFacts, OwnFactors } from './accounts/factor-desk.ts';
export { type FirstAccount, makeFirstAccounts } from './accounts/first-accounts.ts';
export type { LoginWish } from './accounts/login.ts';
export { systemSecurityManagement } from './accounts/system-security-management.form.ts';
export { userAuthorizationProfiles } from './accounts/user-authorization-profiles.form.ts';
export { acmeCodes } from './acme/acme.codes.ts';
export { type AcmeCertificate, acmeCertificates } from './acme/acme-certificates.view.ts';
export { type AcmePlace, type AcmeSettings, acmeSettings } from './acme/acme-settings.form.ts';
export type { Proof, ShowProof } from './acme/proofs.ts';
export { Acme } from './acme/renewer.ts';
export { type Actor, localActor, systemActor } from './actor.ts';
export type { AuditKey } from './audit-key.ts';
export { Authority, type AuthorityFacts, type MadeClient, ownNames } from './certificates/authority.ts';
export { askingTls } from './certificates/checks/asking.ts';
export { type CertificateChecks, certificateChecks } from './certificates/checks/certificate-checks.form.ts';
export { checksCodes } from './certificates/checks/checks.codes.ts';
export { type CheckLevel, checkLevels, type Usage } from './certificates/checks/judge.ts';
export { type CheckWish, PeerChecks, type PeerFacts } from './certificates/checks/peer-checks.ts';
export type { RevocationReason } from './certificates/crl.ts';
export { type CertificateFacts, certificateFacts } from './certificates/facts.ts';
export {
  Identities,
  type IdentityFacts,
  type Place as CertificatePlace,
  places as certificatePlaces,
  renewalDays,
  type Shown as ShownIdentities,
  type Source as CertificateSource,
} from './certificates/identities.ts';
export type { Identity } from './certificates/issue.ts';
export { issuedCertificates } from './certificates/issued-certificates.view.ts';
export { type CertificateRow, certificatesView } from './certificates/places/certificates.view.ts';
export { deviceCertificate } from './certificates/places/device-certificate.form.ts';
export { telephonyCertificate } from './certificates/places/telephony-certificate.form.ts';
export { webServerCertificate } from './certificates/places/web-server-certificate.form.ts';
export { privateAuthority } from './certificates/private-authority.form.ts';
export {
  type Known as KnownCertificates,
  type Provenance,
  provenanceOf,
  provenanceOfPem,
} from './certificates/provenance.ts';
export { makeRequest } from './certificates/request.ts';
export type { Staple } from './certificates/revocation/staples.ts';
export {
  type Purpose,
  type TrustedCertificate,
  trustedCertificates,
} from './certificates/trusted/trusted-certificates.form.ts';
export { uploadCodes } from './certificates/upload/upload.codes.ts';
export { Uploads } from './certificates/upload/uploads.ts';
export { factorsCodes } from './factors/factors.codes.ts';
export type { FactorOffer, FactorWish } from './factors/second-factors.ts';
export { type SecondFactorRecord, secondFactorsView } from './factors/second-factors.view.ts';
export { isFips } from './fips.ts';
export {
  type InterfaceName,
  interfaceNames,
  interfaceOf,
  type UnsecuredInterface,
  unsecuredInterfaces as interfaceTable,
  unsecuredInterfaceTitle,
} from './interfaces/interfaces.ts';
export { isInterfaceOn, isServiceOn, unsecuredInterfaces } from './interfaces/unsecured-interfaces.form.ts';
export { isSealedBefore, type KeptValues, keptIn, SealedValues } from './kept.ts';
export { managerCodes } from './manager/manager.codes.ts';
export { managerSettings } from './manager/manager-settings.form.ts';
export { Managers } from './manager/managers.ts';
export { managersView } from './manager/managers.view.ts';
export { fingerprintOf } from './manager/pins.ts';
export {
  createMasterKey,
  MasterKey,
  masterKeyFileName,
  masterKeyPath,
  openMasterKey,
  readMasterKey,
} from './masterkey.ts';
export { PasswordKeeper } from './passwords/keeper.ts';
export { makeOneTimePassword } from './passwords/one-time.ts';
export { type PasswordCost, Passwords, passwordCost } from './passwords/passwords.ts';
export { PinGuard, type PinGuardOptions, type PinTry } from './pins/pin-guard.ts';
export { makeFileKey, readSealedFile, SealedWriter } from './sealed/sealed-file.ts';
export { isSealed, type Place, Sealer } from './sealer.ts';
export { securityCodes } from './security.codes.ts';
export {
  auditPublicKeyFileName,
  authorityFileName,
  openSecurity,
  type Security,
  type SecurityOptions,
  writePublicFiles,
} from './security.ts';
export type { ActiveSession, From, LoggedIn, SessionView, Shown } from './sessions/session.ts';
export { sessionsView } from './sessions/sessions.view.ts';
export { type Tool, toolTitles } from './sessions/tool.ts';
export {
  applicationOf,
  fittingApplications,
  type TlsApplication,
  tlsApplicationNames,
  tlsApplications,
} from './tls/applications.ts';
export { type CheckClient, Clients, type ClientVerdict } from './tls/clients.ts';
export {
  type ConnectionFacts,
  isOffered,
  judgeService,
  judgeServices,
  type ServiceOffer,
  serviceOffer,
  servicesOn,
} from './tls/judge.ts';
export {
  type OutgoingTls,
  outgoingTls,
  type ServerTls,
  serviceOptions,
  tlsOptions,
} from './tls/options.ts';
export {
  isUnsecured,
  type Service,
  type ServiceLevel,
  type ServiceSecurityLevels,
  serviceSecurityLevels,
  services,
} from './tls/service-security-levels.form.ts';
export { checkSuites, offers, type TlsLevel, type TlsVersion } from './tls/suites.ts';
export { tlsCodes } from './tls/tls.codes.ts';
export { adoptedProfile, type TlsSecurityLevels, tlsSecurityLevels } from './tls/tls-security-levels.form.ts';
export { webhookSignature } from './webhook-signature.ts';
