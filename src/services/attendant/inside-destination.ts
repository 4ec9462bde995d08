// A number inside, as services name the places that they put callers through to.

import type { Refusal } from '#base';
import { type Look, text } from '#forms';
import { attendantCodes } from './attendant.codes.ts';

export const insideNumber = (label: string, help: string, section: string) =>
  text({
    ...{ label, help, section, initial: '', max: 7 },
    pattern: /^[0-9]{2,7}$/,
    expects: 'an extension, a group or a service number',
  });

const forms = ['users-and-services', 'hunt-groups', 'service-numbers'] as const;

/** For the rules of a form: of these fields, which name nobody inside. */
export const insideDestinationsFit = (fields: Readonly<Record<string, string>>, look: Look): Refusal[] =>
  Object.entries(fields).flatMap(([field, number]) =>
    number === '' || forms.some((form) => look.keysWith(form, 'number', number).length > 0)
      ? []
      : [attendantCodes.refuse('services.attendant-destination', { number }, field)],
  );
