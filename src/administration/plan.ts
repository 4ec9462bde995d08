// Plans a change of one or many records: all of it is accepted, or every refusal is told.

import { no, ok, type Result } from '#base';
import type { Form } from '#forms';
import type { Operation } from './access.ts';
import { type Among, checkAmong } from './among.ts';
import type { LongWork } from './chunks.ts';
import { Draft } from './draft.ts';
import { Findings } from './findings.ts';
import { type Hashed, hasHashed, hashSecrets } from './hashed.ts';
import { keyOf, type Planned, propose, refuseTwice } from './propose.ts';
import type { Change, ChangeRefusal } from './requests.ts';
import type { Snapshot } from './snapshot.ts';

export interface PlanOptions extends Omit<Among, 'draft' | 'findings'> {
  readonly now: Snapshot;
  /** The form, where whoever asks may do that. */
  readonly formFor: (form: string, operation: Operation) => Result<Form>;
  readonly hashed?: Hashed;
  readonly work: LongWork;
}

/** Planned changes that nothing speaks against, with what is kept of their new hashed secrets. */
export interface Accepted {
  readonly planned: readonly Planned[];
  readonly hashes: ReadonlyMap<Planned, Readonly<Record<string, string>>>;
}

/** What of a change's work it is to look at each record by itself, and then among the others. */
const sharesOfPlan = { propose: 0.2, check: 0.15 };

/** Once the work is cancelled, what this gives is not to be used. */
export async function plan(
  changes: readonly Change[],
  options: PlanOptions,
): Promise<Result<Accepted, readonly ChangeRefusal[]>> {
  const findings = new Findings();
  const formIds = options.registry.all.map(({ id }) => id);
  const draft = new Draft(options.now, formIds);
  const planned = await planEach(changes, options, draft, findings);
  const among: Among = { ...options, draft, findings };
  await options.work.each(sharesOfPlan.check, planned, planned.size, ([change, one]) => {
    findings.refuse({ form: one.form.id, key: one.key, change }, ...checkAmong(one, among));
  });
  const hashes = new Map<Planned, Readonly<Record<string, string>>>();
  for (const [change, one] of planned)
    if (hasHashed(one) && !options.work.isCancelled && !findings.has(one.form.id, one.key))
      hashes.set(one, await hashSecrets(one, change, options.hashed, findings));
  const { refusals } = findings;
  return refusals.length > 0 ? no(refusals) : ok({ planned: [...planned.values()], hashes });
}

/** What each change is by itself, by its place; the draft then holds them all. */
async function planEach(
  changes: readonly Change[],
  { formFor, now, work }: PlanOptions,
  draft: Draft,
  findings: Findings,
): Promise<ReadonlyMap<number, Planned>> {
  const planned = new Map<number, Planned>();
  const seen = new Set<string>();
  const forms = rememberForms(formFor);
  await work.each(sharesOfPlan.propose, changes, changes.length, (change, index) => {
    const form = forms(change);
    if (!form.ok)
      return findings.refuse({ form: change.form, key: keyOf(undefined, change), change: index }, form.refusal);
    const result = propose(form.value, change, now);
    if (!result.ok)
      return findings.refuse({ form: form.value.id, key: keyOf(form.value, change), change: index }, ...result.refusal);
    const { key, proposal } = result.value;
    const name = `${form.value.id} ${key}`;
    if (seen.has(name))
      return findings.refuse({ form: form.value.id, key, change: index }, refuseTwice(form.value, key));
    seen.add(name);
    draft.put(form.value, key, proposal?.record);
    planned.set(index, result.value);
  });
  return planned;
}

/** Asks for each form and operation once, so that an import is one question and one record of an attempt. */
function rememberForms(formFor: PlanOptions['formFor']): (change: Change) => Result<Form> {
  const known = new Map<string, Result<Form>>();
  return (change) => {
    const copying = change.kind === 'add' && change.copyOf !== undefined;
    const name = `${copying ? 'copy' : change.kind} ${change.form}`;
    let form = known.get(name);
    if (form === undefined) {
      form = formFor(change.form, change.kind);
      if (form.ok && copying) form = formFor(change.form, 'read');
      known.set(name, form);
    }
    return form;
  };
}
