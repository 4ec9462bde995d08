// Search over everything that the actor may see: forms, their fields, help and actions, and records. Never over secrets.

import { limits, Pace } from '#base';
import type { FormOrView } from '#forms';
import { eachInChunks } from './chunks.ts';
import type { Found } from './requests.ts';
import { type Snapshot, singleKey } from './snapshot.ts';
import { searchText } from './texts.ts';

/** How well something fits what was searched for, best first. */
const ranks = ['exact', 'title', 'label', 'key', 'titlePart', 'labelPart', 'record', 'help'] as const;
type Rank = (typeof ranks)[number];

/** What was found so far, by rank; of each no more than one answer tells. What is shown is made at the end. */
class Finds {
  readonly #byRank = new Map<Rank, (() => Found)[]>();

  add(rank: Rank, find: () => Found): void {
    const finds = this.#byRank.get(rank);
    if (finds === undefined) this.#byRank.set(rank, [find]);
    else if (finds.length < limits.forms.found) finds.push(find);
  }

  best(): readonly Found[] {
    const all = ranks.flatMap((rank) => this.#byRank.get(rank) ?? []);
    return all.slice(0, limits.forms.found).map((find) => find());
  }
}

/** The words of a search, in lower case: all of them must be found together. */
const wordsOf = (text: string): readonly string[] =>
  text
    .slice(0, limits.forms.searchLength)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** Looks through `forms`, which the actor may see, and their records; best first, bounded. */
export async function search(forms: readonly FormOrView[], text: string, now: Snapshot): Promise<readonly Found[]> {
  const words = wordsOf(text);
  const finds = new Finds();
  if (words.length === 0) return [];
  const pace = new Pace();
  for (const form of forms) {
    searchWords(form, words, finds);
    if (form.kind !== 'view' && form.key !== undefined) await searchRecords(form, words, now, finds, pace);
    await pace.step();
  }
  return finds.best();
}

function searchWords(form: FormOrView, words: readonly string[], finds: Finds): void {
  const place = { form: form.id, formTitle: form.title };
  const { purpose, conditions, recommendation } = form.help;
  const add = (found: Omit<Found, 'form' | 'formTitle'>, ranked: Rank | undefined): void => {
    if (ranked !== undefined) finds.add(ranked, () => ({ ...place, ...found }));
  };
  const named = { exact: 'exact', begins: 'title', part: 'titlePart' } as const;
  const labelled = { exact: 'label', begins: 'label', part: 'labelPart' } as const;
  add({ kind: 'form', words: form.title, excerpt: purpose }, rankOf(form.title, words, named));
  for (const help of [purpose, conditions, recommendation])
    add({ kind: 'help', words: form.title, excerpt: excerptOf(help, words) }, helpRank(help, words));
  for (const [field, { label, help }] of Object.entries(form.fields)) {
    const rank = rankOf(label, words, labelled);
    add({ kind: 'field', field, words: label, excerpt: help }, rank);
    if (rank === undefined)
      add({ kind: 'help', field, words: label, excerpt: excerptOf(help, words) }, helpRank(help, words));
  }
  const actions = form.kind === 'view' ? Object.values(form.actions) : [];
  for (const { label, help } of actions)
    add({ kind: 'action', words: label, excerpt: help }, rankOf(label, words, labelled) ?? helpRank(help, words));
}

const helpRank = (help: string, words: readonly string[]): Rank | undefined =>
  hasAll(help.toLowerCase(), words) ? 'help' : undefined;

function rankOf(
  text: string,
  words: readonly string[],
  as: { readonly exact: Rank; readonly begins: Rank; readonly part: Rank },
): Rank | undefined {
  const lower = text.toLowerCase();
  const phrase = words.join(' ');
  if (lower === phrase) return as.exact;
  if (lower.startsWith(phrase)) return as.begins;
  return hasAll(lower, words) ? as.part : undefined;
}

async function searchRecords(
  form: FormOrView,
  words: readonly string[],
  now: Snapshot,
  finds: Finds,
  pace: Pace,
): Promise<void> {
  const phrase = words.join(' ');
  await eachInChunks(
    now.rows(form.id),
    ([key, row]) => {
      const text = searchText(form, row);
      if (!hasAll(text, words)) return;
      const lower = key.toLowerCase();
      const rank = lower === phrase ? 'exact' : lower.startsWith(phrase) ? 'key' : 'record';
      finds.add(rank, () => foundRecord(form, key, row.record, words));
    },
    pace,
  );
}

/** A record, with the first of its fields that holds one of the words; not the key itself where another does. */
function foundRecord(
  form: FormOrView,
  key: string,
  record: Readonly<Record<string, unknown>>,
  words: readonly string[],
): Found {
  const holding = Object.entries(form.fields).filter(([name, field]) => {
    if (field.kind === 'secret') return false;
    const text = field.print(record[name]).toLowerCase();
    return words.some((word) => text.includes(word));
  });
  const [name, field] = holding.find(([one]) => one !== form.key) ?? holding[0] ?? [undefined, undefined];
  const excerpt =
    name === undefined || field === undefined ? '' : excerptOf(`${field.label}: ${field.print(record[name])}`, words);
  return {
    ...{ kind: 'record', form: form.id, formTitle: form.title, key, words: key === singleKey ? form.title : key },
    ...(name === undefined ? {} : { field: name }),
    excerpt,
  };
}

const hasAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

const excerptLength = 160;

/** The part of a text around the first word that is in it. */
function excerptOf(text: string, words: readonly string[]): string {
  if (text.length <= excerptLength) return text;
  const lower = text.toLowerCase();
  const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((index) => index >= 0), text.length);
  const start = at < excerptLength - 40 ? 0 : text.lastIndexOf(' ', at - 40) + 1;
  const end = start + excerptLength < text.length ? text.lastIndexOf(' ', start + excerptLength) : text.length;
  const stop = end > at ? end : start + excerptLength;
  return `${start === 0 ? '' : '… '}${text.slice(start, stop)}${stop < text.length ? ' …' : ''}`;
}
