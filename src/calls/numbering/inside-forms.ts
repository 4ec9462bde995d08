// Which forms have the numbers inside the system: those of extensions, of groups and of services.

import type { Look } from '#forms';

/** The forms whose keys are numbers inside the system, and what one of them is called in words. */
export const insideForms = {
  'users-and-services': 'extension',
  'hunt-groups': 'group',
  'service-numbers': 'service',
} as const;

/** Every number inside, with what it is called in words. */
export function* insideNumbers(look: Look): Generator<{ readonly number: string; readonly what: string }> {
  for (const [form, what] of Object.entries(insideForms)) {
    if (!look.formIds().includes(form)) continue;
    for (const number of look.keys(form)) yield { number, what };
  }
}
