// Lines about one field of one form: its value, and whether that is at least what is wanted. A stricter value meets a weaker demand.

import type { AnyRecord } from '#forms';
import { type Demand, type LineWords, type Mend, met, notMet, type Seen, together, unknown } from '../line.ts';
import { numberOf, textOf, type World } from '../world.ts';

export interface SettingWords extends Omit<LineWords, 'wanted'> {
  /** The label of the field, for evidence. */
  readonly label: string;
  readonly field: string;
  /** Default: the value itself. */
  readonly wanted?: string;
}

/** What else must be so, beside the value: live checks. */
export type More = (world: World) => readonly Seen[];

const nothingMore: More = () => [];

/** A choice, its values from the laxest to the strictest. */
export const choiceAtLeast = (
  words: SettingWords,
  order: readonly string[],
  wanted: string,
  more: More = nothingMore,
): Demand =>
  setting(words, wanted, {
    read: (record) => textOf(record, words.field),
    holds: (value) => order.indexOf(value) >= order.indexOf(wanted),
    more,
  });

/** A number that is not below `least`; `mendTo` is what mending sets. */
export const wholeAtLeast = (words: SettingWords, least: number, mendTo: number): Demand =>
  setting({ wanted: `${least} or more`, ...words }, mendTo, {
    read: (record) => numberOf(record, words.field),
    holds: (value) => value >= least,
    more: nothingMore,
  });

interface How<T> {
  read(record: AnyRecord): T;
  holds(value: T): boolean;
  readonly more: More;
}

function setting<T extends string | number>(words: SettingWords, mendTo: T, { read, holds, more }: How<T>): Demand {
  const { label, field, wanted = String(mendTo), ...rest } = words;
  const { form } = rest;
  const lookAt = (world: World): Seen => {
    const record = world.settings.single(form);
    if (record === undefined) return unknown(`There is no form ${form}.`);
    const value = read(record);
    const current = world.settings.word(form, field, String(value));
    const evidence = `${label} is ${current} in ${world.settings.title(form)}.`;
    return holds(value) ? met(current, evidence) : notMet(current, evidence);
  };
  return {
    ...{ ...rest, wanted, watches: [form] },
    look: (world) => {
      const first = lookAt(world);
      return first.state === 'met' ? together([first, ...more(world)]) : first;
    },
    mend: (world): readonly Mend[] => (lookAt(world).state === 'not-met' ? [{ form, patch: { [field]: mendTo } }] : []),
  };
}
