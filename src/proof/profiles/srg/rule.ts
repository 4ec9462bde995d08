// What a requirement of the SRG is, and the words in which several of them are looked at.

import { type Line, type Mend, notApplicable, notMet, type Seen, toDo } from '../../line.ts';
import { all, isSet, shows } from '../../lines/srg.ts';
import type { World } from '../../world.ts';

export interface Rule {
  /** The number between SRG-NET- and -VVSM-, and the one behind it. */
  readonly ids: readonly string[];
  readonly category: 1 | 2;
  readonly demand: string;
  readonly look: (world: World) => Seen;
  readonly remedy?: string;
  readonly form?: string;
  readonly mend?: readonly Mend[];
}

export const security = 'system-security-management';
export const options = 'system-options';
export const users = 'users-and-services';

export const absent = (why: string) => (): Seen => notApplicable(why);
export const unproven = (why: string) => (): Seen => notMet('', why);
export const byPerson = (why: string) => (): Seen => toDo('', why);

export const noTrunks = absent('This version has no trunks.');
export const records = (...fields: readonly string[]) =>
  all(
    isSet(options, 'callHistoryDisabled', 'Call History - Disable Record Generation', false),
    shows('call-history', ...fields),
  );
export const set = (form: string, patch: Mend['patch']): readonly Mend[] => [{ form, patch }];

/** One line for each id: ids that ask for the same are looked at in the same way. */
export const linesOf = ({ ids, category, demand, look, remedy, form = '', mend = [] }: Rule): readonly Line[] =>
  ids.map((number) => ({
    id: `SRG-NET-${number.replace('-', '-VVSM-')}`,
    source: `EVVM Session Management SRG, SRG-NET-${number.replace('-', '-VVSM-')}, CAT ${category === 1 ? 'I' : 'II'}`,
    statement: demand,
    severity: category === 1 ? 'critical' : 'major',
    wanted: demand,
    why: 'The requirements for call managers of the United States Department of Defense ask for it.',
    remedy:
      remedy ??
      (form === '' ? 'The evidence says what is missing.' : `See ${form}; the evidence says what is missing.`),
    mayBreak: mend.length === 0 ? 'It depends on what is changed.' : 'Whoever relies on the laxer value.',
    form,
    watches: form === '' ? [] : [form],
    look,
    mend: (world) => (look(world).state === 'not-met' ? mend : []),
  }));
