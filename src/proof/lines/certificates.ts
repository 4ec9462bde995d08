// Lines about certificates: those that this system shows, and those that it goes by. Floors are RSA 2048 and P-256, not 1024 bits.

import type { Provenance } from '#security';
import { type Demand, met, notApplicable, type Seen, toDo, together, unknown } from '../line.ts';
import { placeOf } from '../probes/live.ts';
import { textOf, type World } from '../world.ts';
import { bare, copiesIn } from './managers.ts';

const trusted = 'trusted-certificates';
const forms = ['web-server-certificate', 'telephony-certificate', 'device-certificate'];

/** "Install 1024-bit+ third-party certificates in all server certificates, derived from a trusted certificate authority." */
export const serverCertificates: Demand = {
  statement:
    'Install 1024-bit+ third-party certificates in all server certificates, derived from a trusted certificate authority (here RSA 2048 or P-256 at least).',
  severity: 'major',
  wanted: 'web, telephony and device certificate of a third party, RSA 2048 or P-256 at least, in date',
  why: 'Whoever connects can tell this system from an impostor only by a certificate that somebody else vouches for.',
  remedy:
    'Get certificates from your authority (a request can be made in each form), or by ACME, and install them in Web Server Certificate, Telephony Certificate and Device Certificate.',
  mayBreak:
    'Phones and Managers that trust only the present certificate’s authority must learn to trust the new one first.',
  form: 'web-server-certificate',
  watches: [...forms, 'acme-settings', trusted],
  look: (world) => together([...kept(world), ...shown(world)]),
  mend: () => [],
};

const kept = ({ certificates, nowMs }: World): readonly Seen[] =>
  certificates.map(({ place, provenance }) => thirdParty(`The ${place} certificate`, provenance, nowMs));

/** What the listeners show, whatever is kept. */
function shown({ live, judgeChain, nowMs }: World): readonly Seen[] {
  if (live === undefined) return [unknown('The listeners were not asked: not running.')];
  return live.listeners.flatMap((one) => {
    if (one.handshake === undefined) return [];
    const provenance = judgeChain(one.handshake.chain);
    const what = `What ${one.name} shows (${placeOf(one)})`;
    return [provenance === undefined ? unknown(`${what} cannot be read.`) : thirdParty(what, provenance, nowMs)];
  });
}

function thirdParty(what: string, provenance: Provenance, nowMs: number): Seen {
  const { subject, issuer, key } = provenance;
  const flaw = flawOf(provenance, nowMs);
  const words = `${what} is of ${subject}, issued by ${issuer}, ${key}`;
  return flaw === '' ? met('third party', `${words}.`) : toDo(flaw, `${words}: ${flaw}.`);
}

function flawOf(provenance: Provenance, nowMs: number): string {
  if (provenance.isSelfSigned) return 'self-signed';
  if (provenance.isOwn) return 'issued by this system’s own authority';
  if (!provenance.isStrong) return `too weak (${provenance.key})`;
  if (nowMs < provenance.startsMs || nowMs > provenance.endsMs) return 'not in date';
  return provenance.isIssuerKnown ? '' : 'its issuer is not known: the chain has a hole';
}

/** "Install the corresponding certificates in all the system Certificate Stores of all permissible Manager entities, and the trusted CA certificate." */
export const systemStores: Demand = {
  statement:
    'Install the corresponding certificates in all the system Certificate Stores of all permissible Manager entities, and the trusted CA certificate.',
  severity: 'major',
  wanted: 'a copy of each Manager’s certificate and the authority of the system’s certificates in Trusted Certificates',
  why: 'At High only those are recognised of which a copy is kept; and a copy alone tells nothing when its authority is not there.',
  remedy: 'Add them to Trusted Certificates, with the purpose Management.',
  mayBreak: 'Nothing.',
  form: trusted,
  watches: [trusted, 'managers', ...forms],
  look: (world) => together([authorities(world), copies(world)]),
  mend: () => [],
};

/** Those of the system's own authority are the business of another line: it is always trusted. */
function authorities({ certificates, settings }: World): Seen {
  const foreign = certificates.filter(({ provenance: { isOwn, isSelfSigned } }) => !isOwn && !isSelfSigned);
  if (foreign.length === 0) return toDo('none yet', 'No certificate of this system is of a third party yet.');
  const missing = foreign.filter(({ provenance }) => !provenance.isRootTrusted).map(({ place }) => place);
  if (missing.length === 0)
    return met('', `The authority of each certificate of a third party is in ${settings.title(trusted)}.`);
  return toDo(
    'CA missing',
    `The authority of the certificate for ${missing.join(', ')} is not in ${settings.title(trusted)}.`,
  );
}

function copies(world: World): Seen {
  const { managers } = world;
  if (managers.length === 0) return notApplicable('No Manager is enrolled.');
  const copied = new Set(copiesIn(world).map((record) => bare(textOf(record, 'fingerprint'))));
  const missing = managers.filter(({ fingerprint }) => !copied.has(bare(fingerprint))).map(({ name }) => name);
  if (missing.length === 0)
    return met('', `A copy of the certificate of each Manager is in ${world.settings.title(trusted)}.`);
  const names = missing.join(', ');
  return toDo(
    `no copy: ${names}`,
    `There is no copy in ${world.settings.title(trusted)} of the certificate of ${names}.`,
  );
}
