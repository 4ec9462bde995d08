// Search over everything that the actor may see: forms, their fields and help, actions, and records. Never over secrets.

import { limits } from '#base';
import type { FormOrView } from '#forms';
import type { Found } from './requests.ts';
import type { Snapshot } from './snapshot.ts';

export async function search(forms: readonly FormOrView[], text: string, now: Snapshot): Promise<readonly Found[]> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const found: Found[] = [];
  for (const form of forms) {
    const place = { form: form.id, formTitle: form.title };
    if (form.title.toLowerCase().includes(wanted))
      found.push({ kind: 'form', ...place, words: form.title, excerpt: form.help.purpose });
    if (form.kind === 'view') continue;
    for (const [key, record] of now.recordsOf(form.id)) {
      const value = Object.entries(form.fields).find(
        ([name, field]) => field.kind !== 'secret' && field.print(record[name]).toLowerCase().includes(wanted),
      );
      if (value !== undefined) found.push({ kind: 'record', ...place, key, words: key, excerpt: `${value[1].label}` });
    }
  }
  return found.slice(0, limits.forms.found);
}
