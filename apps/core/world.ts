// The world as the lines of security profiles look at it, made from the house as it is at this moment.

import type { AnyRecord } from '#forms';
import { type Live, type ManagerSeen, type ShownCertificate, type SystemFacts, settingsOf, type World } from '#proof';
import {
  isFips,
  type KnownCertificates,
  provenanceOf,
  provenanceOfPem,
  type Security,
  systemActor,
  userAuthorizationProfiles,
} from '#security';
import type { House } from './house.ts';
import { forms, views } from './product.ts';

const formsById = new Map(forms.map((form) => [form.id, form]));
const firstLogins: readonly string[] = ['administrator', 'security'];
const places = { web: 'web server', telephony: 'telephony', device: 'device' } as const;

/** `damage` is what was found wrong with the audit trail; blank when nothing was. */
export async function worldOf(house: House, live: Live | undefined, nowMs: number, damage: string): Promise<World> {
  const { administration, accounts, security } = house;
  const settings = settingsOf(administration.configuration, formsById, views);
  const trusted = settings.records('trusted-certificates') ?? [];
  const known: KnownCertificates = {
    authority: security.authority.facts.certificatePem,
    trusted: trusted.map(({ certificate }) => String(certificate)),
  };
  return {
    ...{ nowMs, settings, live },
    firstAccounts: accounts.users().filter(({ loginId }) => firstLogins.includes(loginId)),
    certificates: shown(security, known),
    managers: await managers(house),
    judge: (pem) => provenanceOfPem(pem, known),
    judgeChain: (chain) => provenanceOf(chain, known),
    system: await systemFacts(house, damage),
  };
}

const shown = ({ identities }: Security, known: KnownCertificates): readonly ShownCertificate[] =>
  Object.entries(places).flatMap(([place, title]) =>
    // The keys are those of the object above.
    identities.of(place as keyof typeof places).flatMap(({ certificate }) => {
      const provenance = provenanceOfPem(certificate, known);
      return provenance === undefined ? [] : [{ place: title, provenance }];
    }),
  );

const actor = systemActor('Security check');
const mostManagers = 1_000;

async function managers({ administration }: House): Promise<readonly ManagerSeen[]> {
  const page = await administration.query(actor, 'managers', { limit: mostManagers });
  return page.ok ? page.value.records.map(({ values }) => managerOf(values)) : [];
}

function managerOf(values: AnyRecord): ManagerSeen {
  const text = (name: string): string => String(values[name] ?? '');
  return {
    ...{ name: text('name'), fingerprint: text('fingerprint'), lastSeen: text('lastSeen') },
    ...{ checkLevel: text('checkLevel'), offersCertificate: text('offersCertificate') },
  };
}

async function systemFacts({ administration, storage }: House, trailDamage: string): Promise<SystemFacts> {
  const logins = [...administration.configuration.records(userAuthorizationProfiles).keys()];
  const hashes = new Set<string>();
  const unrecorded: string[] = [];
  for (const login of logins) {
    hashes.add(hashKind(administration.kept(userAuthorizationProfiles, login, 'password')));
    const past = await storage.recordChanges.ofRecord(userAuthorizationProfiles.id, login, 1);
    if (past.length === 0) unrecorded.push(login);
  }
  hashes.delete('');
  return {
    ...{ isFips: isFips(), trailDamage },
    ...{ passwordHashes: [...hashes].sort(), unrecordedAccounts: unrecorded },
  };
}

/** The name that stands before a hash, as `$argon2id$…` has it; blank where nothing is kept. */
const hashKind = (kept: string | undefined): string => /\$([a-z0-9-]+)\$/.exec(kept ?? '')?.[1] ?? '';
