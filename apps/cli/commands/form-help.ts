// A form explained: what it is for, and each field with its kind, range, initial value and help.

import type { FieldLine, FormDescriptionLine } from '../../core/protocol.ts';
import type { Output } from '../output.ts';

export function printForm(out: Output, form: FormDescriptionLine): void {
  if (out.json) return out.value(form);
  if (!out.isTerminal) return out.table(form, [], form.fields.map(fieldRow));
  const kind = form.single ? 'one record of settings' : `a table, its key is ${form.key}`;
  out.line(`${form.title} (${form.id}): ${kind}`);
  for (const text of [form.help.purpose, form.help.conditions, form.help.recommendation])
    if (text) out.line(`\n${text}`);
  for (const [section, fields] of bySection(form.fields)) {
    out.line(section === '' ? '' : `\n${section}`);
    for (const field of fields) printField(out, field);
  }
}

function printField(out: Output, field: FieldLine): void {
  out.line(`  ${field.name}  ${field.label}`);
  out.line(`      ${[kindOf(field), initialOf(field)].filter(Boolean).join('; ')}`);
  for (const [choice, words] of Object.entries(field.choices ?? {})) out.line(`      ${choice}: ${words}`);
  out.line(`      ${field.help}`);
}

/** Name, kind and range, initial value, help. */
const fieldRow = (field: FieldLine): string[] => [field.name, kindOf(field), initialOf(field), field.help];

function kindOf({ kind, expects, references }: FieldLine): string {
  const range = expects === '' ? '' : `: ${expects}`;
  const pointing = references === undefined ? '' : `, one of the form ${references}`;
  return `${kind}${range}${pointing}`;
}

function initialOf({ initial, required, made }: FieldLine): string {
  if (made) return 'made when not given';
  if (required) return 'required';
  return initial === '' ? 'initially blank' : `initially ${initial}`;
}

function bySection(fields: readonly FieldLine[]): Map<string, FieldLine[]> {
  const sections = new Map<string, FieldLine[]>();
  for (const field of fields) sections.set(field.section, [...(sections.get(field.section) ?? []), field]);
  return sections;
}
