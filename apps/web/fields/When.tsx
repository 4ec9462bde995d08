// A moment as a field keeps it, in the reader's zone; a text that is none stays as it is.

import { Moment } from '../shell/words/Moment.tsx';

export function When({ instant }: { readonly instant: string }) {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? instant : <Moment ms={ms} />;
}
