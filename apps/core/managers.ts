// Managers joined to the rest of the house: their certificates are of the private authority, copies of them are in Trusted
// Certificates, and their view has its rows and its action.

import { type Administration, rowsSource } from '#administration';
import { type Log, no, ok, type Refusal, type Result, systemClock } from '#base';
import type { AuditTrail } from '#records';
import {
  type Accounts,
  type Actor,
  Managers,
  managerSettings,
  managersView,
  type Security,
  trustedCertificates,
} from '#security';
import type { Storage } from '#storage';

export interface ManagersParts {
  readonly administration: Administration;
  readonly storage: Storage;
  readonly trail: AuditTrail;
  readonly security: Security;
  readonly accounts: Accounts;
  readonly log: Log;
}

export async function openManagers(parts: ManagersParts): Promise<Managers> {
  const { administration, storage, trail, security, accounts, log } = parts;
  const { authority, identities } = security;
  const managers = await Managers.open({
    ...{ storage, trail, log, clock: systemClock },
    settings: () => administration.configuration.single(managerSettings),
    authority: () => authority.facts.certificatePem,
    shown: () => identities.of('device')[0]?.certificate ?? '',
    issue: (name, publicKeyPem, days) => authority.issueClient(name, publicKeyPem, days),
    revoke: (serial, actor) => authority.revoke(serial, actor),
    keepCopy: (actor, name, certificate) => keepCopy(administration, actor, name, certificate),
    endSessions: (certificate, why) => accounts.endBound(certificate, why),
  });
  administration.source(
    managersView,
    rowsSource(
      managersView,
      () => managers.records(),
      (actor, _, name) => managers.shutOut(actor, name),
    ),
  );
  return managers;
}

/** Puts the copy of a Manager's certificate in its place in Trusted Certificates, or takes out the one that is there. */
async function keepCopy(
  administration: Administration,
  actor: Actor,
  name: string,
  certificate: string | undefined,
): Promise<Result<void>> {
  const form = trustedCertificates.id;
  const isThere = administration.configuration.records(trustedCertificates).has(name);
  const takeOut = isThere ? [{ kind: 'delete', form, key: name } as const] : [];
  const patch = { name, certificate, purposes: ['management'] };
  const putIn = certificate === undefined ? [] : [{ kind: 'add', form, patch } as const];
  for (const change of [...takeOut, ...putIn]) {
    const changed = await administration.change(actor, [change]);
    if (!changed.ok) return no(firstOf(changed.refusal));
  }
  return ok(undefined);
}

function firstOf([first]: readonly Refusal[]): Refusal {
  if (first === undefined) throw new Error('a change was refused without a reason');
  return first;
}
