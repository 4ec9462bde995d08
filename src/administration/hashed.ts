// Hashed secrets: passwords. What is kept of one is made by whoever knows how to check it, and nobody reads it again.

import type { Refusal, Result, Secret } from '#base';
import { type Form, fieldOf } from '#forms';
import type { Findings } from './findings.ts';
import type { Planned } from './propose.ts';

/** Where a hashed secret lies. */
export interface HashedPlace {
  readonly form: string;
  readonly key: string;
  readonly field: string;
}

export interface Hashed {
  /** The text to keep of `clear` in place of `before`; refuses one that may not be used (again). `made`: it was not given. */
  next(
    place: HashedPlace,
    before: string | undefined,
    clear: Secret,
    made: boolean,
  ): Promise<Result<string, readonly Refusal[]>>;
}

export const isHashed = (form: Form, name: string): boolean => fieldOf(form, name)?.kept === 'hashed';

/** Whether a change gives a hashed secret another value. */
export function hasHashed({ form, proposal }: Planned): boolean {
  for (const field of proposal?.secrets.keys() ?? []) if (isHashed(form, field)) return true;
  return false;
}

/** The texts to keep of a change's new hashed secrets, by field. A refusal goes to the findings. */
export async function hashSecrets(
  planned: Planned,
  change: number,
  hashed: Hashed | undefined,
  findings: Findings,
): Promise<Readonly<Record<string, string>>> {
  const { form, key, before, proposal } = planned;
  const texts: Record<string, string> = {};
  for (const [field, clear] of proposal?.secrets ?? []) {
    if (clear === undefined || !isHashed(form, field)) continue;
    if (hashed === undefined) throw new Error(`nothing hashes ${form.id}.${field}`);
    const made = proposal?.made.includes(field) ?? false;
    const next = await hashed.next({ form: form.id, key, field }, before?.sealed[field], clear, made);
    if (next.ok) texts[field] = next.value;
    else findings.refuse({ form: form.id, key, change }, ...next.refusal);
  }
  return texts;
}
