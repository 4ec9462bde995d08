// Lists that an extension has several entries of: each is named by the extension, a dash and its place in the list.

import type { Refusal } from '#base';
import { reference, text } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

interface EntryOptions {
  readonly help: string;
  /** What follows the dash. */
  readonly place: RegExp;
  readonly expects: string;
}

/** The key of such an entry. */
export const entryField = ({ help, place, expects }: EntryOptions) =>
  text({
    label: 'Entry',
    help,
    section: 'Entry',
    max: 11,
    pattern: new RegExp(`^[0-9]{2,7}-${place.source}$`),
    expects,
  });

export const ofExtension = (help: string) =>
  reference({ label: 'Extension', help, section: 'Entry', to: 'users-and-services' });

interface Entry {
  readonly entry: string;
  readonly extension: string;
}

export const placeOf = ({ entry }: Pick<Entry, 'entry'>): string => entry.slice(entry.indexOf('-') + 1);

/** The entry is named after its extension. */
export const entryFits = ({ entry, extension }: Entry): readonly Refusal[] =>
  entry.startsWith(`${extension}-`)
    ? []
    : [callsFormCodes.refuse('calls.entry-of-other', { entry, extension }, 'entry')];
