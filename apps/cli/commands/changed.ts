// What a change did, told field by field; secrets that were made are told this once.

import type { ChangedLine, ImportedLine } from '../../core/protocol.ts';
import type { Output } from '../output.ts';

const done: Readonly<Record<string, string>> = {
  add: 'added',
  change: 'changed',
  delete: 'deleted',
  unchanged: 'already so',
};

export function printChanged(out: Output, changed: ChangedLine): void {
  if (out.json) return out.value(changed);
  for (const { form, key, kind, differences, made } of changed.records) {
    out.line(
      `${[form, key].filter(Boolean).join(' ')}: ${done[kind] ?? kind}${changed.dryRun ? ' (not written)' : ''}`,
    );
    for (const difference of differences) out.line(`  ${printDifference(kind, difference)}`);
    for (const [field, secret] of Object.entries(made)) out.line(`  ${field}: ${secret} (made; shown this once)`);
  }
}

export function printImported(out: Output, imported: ImportedLine): void {
  if (out.json) return out.value(imported);
  const { added, changed, deleted, unchanged, dryRun } = imported;
  const counts = `${added} added, ${changed} changed, ${deleted} deleted, ${unchanged} already so`;
  out.line(`${counts}${dryRun ? ' (not written)' : ''}`);
  for (const [key, made] of Object.entries(imported.made))
    for (const [field, secret] of Object.entries(made))
      out.line(`  ${key} ${field}: ${secret} (made; shown this once)`);
}

export function printDifference(
  kind: string,
  difference: ChangedLine['records'][number]['differences'][number],
): string {
  const { label, old, new: now } = difference;
  if (kind === 'add') return `${label}: ${now || '(blank)'}`;
  if (kind === 'delete') return `${label}: ${old || '(blank)'}`;
  return `${label}: ${old || '(blank)'} → ${now || '(blank)'}`;
}
