// Why a change to attendants, announcements or DISA is refused.

import { defineCodes } from '#base';

export const attendantCodes = defineCodes('services', {
  'services.attendant-destination': {
    words: '{number} is no extension, group or service number.',
    remedy: 'Name a number inside. To reach somebody outside, let an extension forward there.',
    http: 422,
  },
  'services.disa-code-weak': {
    words: 'A code must not be {why}.',
    remedy: 'Choose 6 to 12 digits without a pattern, and not the extension.',
    http: 422,
  },
  'services.disa-code-missing': {
    words: 'There is no code.',
    remedy: 'Give 6 to 12 digits.',
    http: 422,
  },
});
