// Certificates joined to the rest of the house: the forms say which is in force, the authority keeps its book, the views have
// their rows and actions.

import { type Administration, rowsSource } from '#administration';
import { type Log, no, ok, type Result, Secret, systemClock } from '#base';
import { splitPublicNames, systemOptions } from '#calls';
import type { Configuration, Form } from '#forms';
import type { AuditTrail } from '#records';
import {
  type Actor,
  type CertificatePlace,
  type CertificateRow,
  type CertificateSource,
  certificateFacts,
  certificatesView,
  deviceCertificate,
  type Identities,
  issuedCertificates,
  makeRequest,
  privateAuthority,
  type RevocationReason,
  type Security,
  telephonyCertificate,
  uploadCodes,
  webServerCertificate,
} from '#security';
import type { Storage } from '#storage';
import { namesOf } from './portal/configuration.ts';

interface Parts {
  readonly administration: Administration;
  readonly security: Security;
  readonly storage: Storage;
  readonly trail: AuditTrail;
  readonly log: Log;
}

/** A place, its form, and what of its record says where the certificate is from. */
interface PlaceForm {
  readonly place: CertificatePlace;
  readonly form: Form;
  readonly chosen: (configuration: Configuration) => {
    readonly source: CertificateSource;
    readonly certificate: string;
  };
}

const placeForms: readonly PlaceForm[] = [
  { place: 'web', form: webServerCertificate, chosen: (now) => now.single(webServerCertificate) },
  { place: 'telephony', form: telephonyCertificate, chosen: (now) => now.single(telephonyCertificate) },
  { place: 'device', form: deviceCertificate, chosen: (now) => now.single(deviceCertificate) },
];

const dayMs = 86_400_000;

/** From now on certificates follow their forms. Close the authority when the house closes. */
export async function joinCertificates(parts: Parts): Promise<void> {
  const { administration, security, storage, trail, log } = parts;
  const { authority } = security;
  const settings = () => administration.configuration.single(privateAuthority);
  await authority.openBook({ storage, trail, settings });
  for (const one of placeForms) {
    choose(one, parts);
    administration.onChange(one.form, () => choose(one, parts));
  }
  administration.onChange(privateAuthority, () => {
    authority.refresh().catch((fault: unknown) => log.fault('the revocation list could not be signed anew', fault));
  });
  const act = (actor: Actor, action: string, key: string) => actOnPlace(parts, actor, action, key);
  administration.source(
    certificatesView,
    rowsSource(certificatesView, () => rowsOf(security, administration.configuration), act),
  );
  const revoke = (actor: Actor, action: string, serial: string) =>
    authority.revoke(serial, actor, reasons[action] ?? 'unused');
  administration.source(
    issuedCertificates,
    rowsSource(issuedCertificates, () => authority.issued(), revoke),
  );
}

const reasons: Readonly<Record<string, RevocationReason>> = { revokeStolen: 'stolen', revokeReplaced: 'replaced' };

function choose({ place, form, chosen }: PlaceForm, { administration, security, log }: Parts): void {
  const { source, certificate } = chosen(administration.configuration);
  if (source !== 'uploaded') return security.identities.choose(place, { source });
  const key = administration.reveal(form, '', 'privateKey');
  // A key whose seal is broken fits nothing: the own certificate is shown, and there is an alarm.
  const identity = { certificate, key: key.ok ? key.value : new Secret('') };
  if (!key.ok) log.error(`the key of ${form.title} cannot be used: ${key.refusal.words}`, { code: key.refusal.code });
  return security.identities.choose(place, { source, identity });
}

/** What the view shows: each place, the RSA certificate beside it, and the authority. */
function rowsOf({ identities, authority }: Security, configuration: Configuration): CertificateRow[] {
  const { expiryWarningDays } = configuration.single(webServerCertificate);
  const row = (place: string, pem: string, source: CertificateRow['source']): CertificateRow => {
    const { names, endsMs, startsMs: _, ...facts } = certificateFacts(pem);
    const daysLeft = Math.floor((endsMs - systemClock.nowMs()) / dayMs);
    return {
      ...{ place, source, daysLeft, ...facts },
      names: names.join(' '),
      ends: Temporal.Instant.fromEpochMilliseconds(endsMs).toString(),
      state: daysLeft < 0 ? 'ended' : daysLeft < expiryWarningDays ? 'soon' : 'good',
    };
  };
  const places = placeForms.flatMap(({ place }) =>
    identities.of(place).map(({ certificate }, index) => {
      const { source } = identities.facts(place);
      return row(index === 0 ? place : `${place}-rsa`, certificate, index === 0 ? source : 'authority');
    }),
  );
  return [...places, row('authority', authority.facts.certificatePem, 'authority')];
}

async function actOnPlace(parts: Parts, actor: Actor, action: string, key: string): Promise<Result<void>> {
  const { place, form } = placeForms.find((one) => one.place === key) ?? {};
  const { security } = parts;
  if (place === undefined || form === undefined)
    return no(uploadCodes.refuse('security.certificate-not-own', { what: key }));
  if (action === 'makeRequest') return request(parts, actor, form);
  return renewNow(security.identities, actor, place);
}

async function renewNow(identities: Identities, actor: Actor, place: CertificatePlace): Promise<Result<void>> {
  const { source, subject } = identities.facts(place);
  if (source !== 'authority') return no(uploadCodes.refuse('security.certificate-not-own', { what: subject }));
  await identities.renewNow(place, actor);
  return ok(undefined);
}

/** The request is for the names that people know: no public authority signs for addresses inside. */
async function request({ administration }: Parts, actor: Actor, form: Form): Promise<Result<void>> {
  const { configuration } = administration;
  const publicNames = splitPublicNames(configuration.single(systemOptions).publicNames);
  const made = await makeRequest(publicNames.length > 0 ? publicNames : namesOf(configuration));
  const patch = { request: made.request, requestKey: made.key.reveal() };
  const changed = await administration.change(actor, [{ kind: 'change', form: form.id, patch }]);
  if (changed.ok) return ok(undefined);
  const [first] = changed.refusal;
  if (first === undefined) throw new Error('a signing request was refused without a reason');
  return no(first);
}
