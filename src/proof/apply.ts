// Applying a profile: the changes that meet its lines, as one. It never weakens, and refuses what would lock its author out.

import { no, ok, type Refusal, type Result } from '#base';
import { profileOf } from './checker.ts';
import { gradeIds, type Line, type Mend, type Profile } from './line.ts';
import { bare, copiesIn } from './lines/managers.ts';
import { proofCodes } from './proof.codes.ts';
import { textOf, type World } from './world.ts';

export interface Wish {
  readonly profile: string;
  /** Only these lines, without adopting the profile. */
  readonly only?: readonly string[];
}

export interface Author {
  /** The owner of the machine: the local socket asks for no certificate. */
  readonly isLocal: boolean;
  /** The fingerprint of the client certificate that the connection showed; blank for none. */
  readonly certificate: string;
}

/** What is to be changed, one change a record. */
export interface Plan {
  readonly profile: Profile;
  readonly mends: readonly Mend[];
  /** Whether the profile is adopted with it. */
  readonly isAdopted: boolean;
}

const profileForm = 'security-profile';

/** Refuses a profile or a line that there is not, a line that cannot be mended, and what would lock the author out. */
export function planOf(wish: Wish, world: World, author: Author): Result<Plan, readonly Refusal[]> {
  const profile = profileOf(wish.profile);
  if (profile === undefined)
    return no([proofCodes.refuse('proof.no-such-profile', { profile: wish.profile.slice(0, 60) })]);
  const lines = linesOf(profile, wish.only, world);
  if (!lines.ok) return lines;
  const isAdopted = wish.only === undefined && gradeIds.some((id) => id === profile.id);
  const adoption: readonly Mend[] = isAdopted ? [{ form: profileForm, patch: { profile: profile.id } }] : [];
  const mends = joined([...adoption, ...lines.value.flatMap((line) => line.mend(world))]);
  const refusal = lockOut(mends, world, author, profile);
  return refusal === undefined ? ok({ profile, mends, isAdopted }) : no([refusal]);
}

function linesOf(
  profile: Profile,
  only: readonly string[] | undefined,
  world: World,
): Result<readonly Line[], readonly Refusal[]> {
  if (only === undefined) return ok(profile.lines);
  const refusals: Refusal[] = [];
  const lines = only.flatMap((id) => {
    const line = profile.lines.find((one) => one.id === id);
    if (line === undefined)
      refusals.push(proofCodes.refuse('proof.no-such-line', { profile: profile.id, line: id.slice(0, 60) }));
    else if (line.mend(world).length === 0) refusals.push(proofCodes.refuse('proof.nothing-to-mend', { line: id }));
    return line ?? [];
  });
  return refusals.length > 0 ? no(refusals) : ok(lines);
}

/** One change for each record; where lines ask for different values of a field, the one that comes later in the profile holds. */
function joined(mends: readonly Mend[]): readonly Mend[] {
  const byRecord = new Map<string, Mend>();
  for (const mend of mends) {
    const name = JSON.stringify([mend.form, mend.key]);
    const before = byRecord.get(name);
    byRecord.set(name, { ...mend, patch: { ...before?.patch, ...mend.patch } });
  }
  return [...byRecord.values()];
}

const services = 'service-security-levels';
const checks = 'certificate-checks';

/** Once a certificate is asked for, the author must have shown one that is recognised; at High, one of which a copy is kept. */
function lockOut(mends: readonly Mend[], world: World, author: Author, { title }: Profile): Refusal | undefined {
  if (author.isLocal) return undefined;
  const value = (form: string, field: string): string => {
    const mend = mends.find((one) => one.form === form && field in one.patch);
    return mend === undefined ? textOf(world.settings.single(form), field) : String(mend.patch[field]);
  };
  const raises = mends.some(
    ({ form, patch }) => form === checks || (form === services && Object.values(patch).length > 0),
  );
  const asked = ['configuration', 'securityAdministration', 'http'].some(
    (field) => value(services, field) === 'secure-high',
  );
  if (!raises || !asked) return undefined;
  const isKept = copiesIn(world).some((record) => bare(textOf(record, 'fingerprint')) === bare(author.certificate));
  const isRecognised = author.certificate !== '' && (value(checks, 'management') !== 'high' || isKept);
  return isRecognised ? undefined : proofCodes.refuse('proof.locks-out', { profile: title });
}
