// Requests about certificates: the authority that phones trust, its revocation list, and what it issues to machines.

import { z } from 'zod';
import { limits, no, ok } from '#base';
import { certificateFacts, issuedCertificates } from '#security';
import type { IssuedLine } from '../protocol.ts';
import { checkAction } from './may.ts';
import { type Asked, forBoth, listed, type Method, name, nothing, type Outcome } from './method.ts';

const wish = z.strictObject({
  name,
  kind: z.enum(['person', 'phone', 'manager', 'controller']).default('person'),
  /** A signing request or a public key, PEM; without one a key is made and told once. */
  request: z.string().max(limits.upload.bytes).optional(),
  /** 0: as long as Private Authority says. */
  days: z.int().min(0).max(825).default(0),
});

export const certificateMethods: Readonly<Record<string, Method>> = {
  'certificate.authority': forBoth('reads', nothing, ({ core }) => ok(core.authority())),
  'certificate.crl': forBoth('reads', nothing, ({ core }) => ok(core.certificates.crl().toString('base64'))),
  'certificate.issue': forBoth('changes', wish, issue),
};

async function issue({ core, actor, params }: Asked<z.output<typeof wish>>): Promise<Outcome> {
  const may = checkAction(core.administration, actor, issuedCertificates.id);
  if (!may.ok) return no([may.refusal]);
  const { name: machine, kind, request, days } = params;
  const given = { kind, actor };
  if (request !== undefined) {
    const issued = await core.certificates.issueClient(machine, request, days, given);
    return issued.ok ? ok(lineOf(issued.value)) : listed(issued);
  }
  const made = await core.certificates.makeClient(machine, days, given);
  if (!made.ok) return listed(made);
  const { certificate, pkcs12, passphrase } = made.value;
  return ok({ ...lineOf(certificate), pkcs12: pkcs12.toString('base64'), passphrase: passphrase.reveal() });
}

function lineOf(certificatePem: string): IssuedLine {
  const { serial, fingerprint, endsMs } = certificateFacts(certificatePem);
  return { serial, fingerprint, endsMs, certificatePem };
}
