// The judgement of one call: a pure function of rules and book. Blocks, then what is open, then limits, then what is unusual.

import type { Refusal } from '#base';
import type { Step } from '../routing/attempt.ts';
import type { Block, Blocks } from './blocks.ts';
import { Habits } from './habits.ts';
import { keyOfParty, type Ledger, type Payers, type Scope, scopes, wordsOfScope } from './ledger.ts';
import type { GuardQuestion } from './look.ts';
import { boundWords, type Measure, tooMuch, used, wordsOfMeasure } from './measures.ts';
import type { Destination, TollRules } from './rules.ts';
import { reaches, scoreOf, wordsOfScore } from './scores.ts';
import { tollCodes } from './toll.codes.ts';
import type { TollLimit } from './toll-limits.form.ts';
import type { Week } from './week.ts';

/** All that is known of calls. */
export interface TollBook {
  readonly ledger: Ledger;
  /** By the key of the party that calls. */
  readonly habits: Map<string, Habits>;
  readonly blocks: Blocks;
  readonly week: Week;
}

/** Why a call is refused, with what the guard has to do about it. */
export type Objection =
  | { readonly kind: 'code' | 'closed' | 'blocked'; readonly refusal: Refusal }
  | { readonly kind: 'limit'; readonly refusal: Refusal; readonly reached: Reached }
  | { readonly kind: 'score'; readonly refusal: Refusal; readonly points: number };

export interface Reached {
  readonly limit: TollLimit;
  readonly measure: Measure;
  readonly scope: Scope;
  readonly key: string | number;
}

type Tell = ((step: Step) => void) | undefined;

/** What speaks against a call; undefined: nothing. */
export function objectionTo(
  question: GuardQuestion,
  rules: TollRules,
  book: TollBook,
  tell?: (step: Step) => void,
): Objection | undefined {
  if (!rules.settings.enabled) return undefined;
  const destination = rules.destination(question.e164);
  return (
    blockOn(question, destination, book, tell) ??
    closed(question, destination, rules, tell) ??
    (destination === undefined ? undefined : limited(question, destination, rules, book, tell)) ??
    (destination === undefined ? undefined : unusual(question, destination, rules, book, tell))
  );
}

export const payersOf = ({
  behind,
  serviceClass,
  trunk,
}: Omit<GuardQuestion, 'e164' | 'atMs' | 'hasAccountCode'>): Payers => ({
  extension: keyOfParty(behind),
  class: serviceClass,
  trunk,
});

function blockOn(
  { behind, trunk, atMs }: GuardQuestion,
  destination: Destination | undefined,
  { blocks }: TollBook,
  tell: Tell,
): Objection | undefined {
  const block =
    blocks.find('extension', keyOfParty(behind), atMs) ??
    blocks.find('trunk', trunk, atMs) ??
    (destination?.isHome === true ? undefined : blocks.find('abroad', '', atMs));
  if (block === undefined) return undefined;
  const refusal = tollCodes.refuse('calls.toll-blocked', { who: wordsOfBlock(block), why: block.why });
  tell?.({ form: 'toll-blocks', key: block.name, words: refusal.words });
  return { kind: 'blocked', refusal };
}

export const wordsOfBlock = ({ kind, name }: Pick<Block, 'kind' | 'name'>): string =>
  kind === 'abroad' ? 'Calling other countries' : wordsOfScope(kind, name);

function closed(
  { e164 }: GuardQuestion,
  destination: Destination | undefined,
  rules: TollRules,
  tell: Tell,
): Objection | undefined {
  if (destination === undefined) {
    const refusal = tollCodes.refuse('calls.toll-no-country', { number: e164 });
    tell?.({ form: 'toll-countries', key: '', words: refusal.words });
    return { kind: 'code', refusal };
  }
  const isOpen = rules.isOpen(e164, destination);
  tell?.({
    form: 'toll-countries',
    key: destination.range?.owner ?? '',
    words: wordsOfDestination(destination, isOpen),
  });
  if (isOpen) return undefined;
  const { range } = destination;
  const words = { destination: nameOf(destination), key: range?.isWhole === true ? range.owner : `+${range?.prefix}` };
  return { kind: 'closed', refusal: tollCodes.refuse('calls.toll-closed', words) };
}

/** "Cuba", "premium numbers of Germany". */
export function nameOf({ range }: Destination): string {
  if (range === undefined) return 'a short number';
  return range.isWhole ? range.name : `${range.kind} numbers of ${range.name}`;
}

const wordsOfDestination = (destination: Destination, isOpen: boolean): string =>
  `The call leads to ${nameOf(destination)}, which is ${isOpen ? 'open' : 'closed'}`;

function limited(
  question: GuardQuestion,
  destination: Destination,
  rules: TollRules,
  book: TollBook,
  tell: Tell,
): Objection | undefined {
  const { perCall, perMinute } = rules.rate(question.e164, destination);
  const weekend = book.week.weekendOf(question.atMs);
  for (const scope of scopes) {
    const key = keyIn(scope, question);
    const account = accountIn(scope, question, book.ledger);
    for (const limit of limitsIn(scope, question, rules)) {
      const measure = tooMuch(limit, account, 1, 1, perCall + perMinute, question.atMs, weekend);
      if (tell !== undefined) tellLimit(limit, measure, { scope, question, rules, book, tell });
      if (measure === undefined || limit.response === 'alarm') continue;
      return { kind: 'limit', ...limitReached({ limit, measure, scope, key }, rules) };
    }
  }
  return undefined;
}

/** The same as `payersOf` and a look into the ledger, without making anything. */
function accountIn(scope: Scope, { behind, serviceClass, trunk }: GuardQuestion, ledger: Ledger) {
  if (scope === 'extension') return ledger.extensions.get(keyOfParty(behind));
  if (scope === 'class') return ledger.classes.get(serviceClass);
  return scope === 'trunk' ? ledger.trunks.get(trunk) : ledger.system;
}

function keyIn(scope: Scope, { behind, serviceClass, trunk }: GuardQuestion): string | number {
  if (scope === 'extension') return keyOfParty(behind);
  if (scope === 'class') return serviceClass;
  return scope === 'trunk' ? trunk : '';
}

const limitsIn = (scope: Scope, question: GuardQuestion, rules: TollRules): readonly TollLimit[] =>
  rules.limitsFor(scope, keyIn(scope, question));

export function limitReached(reached: Reached, rules: TollRules): { refusal: Refusal; reached: Reached } {
  const { limit, measure, scope, key } = reached;
  const refusal = tollCodes.refuse('calls.toll-limit', {
    who: wordsOfScope(scope, key),
    limit: limit.name,
    what: boundWords(limit, measure, rules.settings.currency),
  });
  return { refusal, reached };
}

interface Telling {
  readonly scope: Scope;
  readonly question: GuardQuestion;
  readonly rules: TollRules;
  readonly book: TollBook;
  readonly tell: (step: Step) => void;
}

function tellLimit(limit: TollLimit, measure: Measure | undefined, telling: Telling): void {
  const { scope, question, rules, book, tell } = telling;
  const who = wordsOfScope(scope, keyIn(scope, question));
  const { currency } = rules.settings;
  if (measure === undefined)
    return tell({ form: 'toll-limits', key: limit.name, words: `${who} is within its limits` });
  const has = used(measure, accountIn(scope, question, book.ledger), question.atMs, book.week.weekendOf(question.atMs));
  const bound = boundWords(limit, measure, currency);
  const words = `${who} has ${wordsOfMeasure(measure, has, currency)}; with this call it is more than ${bound}`;
  tell({ form: 'toll-limits', key: limit.name, words });
}

function unusual(
  question: GuardQuestion,
  destination: Destination,
  rules: TollRules,
  book: TollBook,
  tell: Tell,
): Objection | undefined {
  const { settings } = rules;
  const points = pointsOf(question, destination, rules, book);
  const score = scoreOf(points, settings);
  if (tell !== undefined && settings.learning)
    tell({ form: 'toll-guard', key: '', words: `How unusual it is: ${wordsOfScore(points, settings)}` });
  const isRefused = [settings.blockExtensionFrom, settings.blockTrunkFrom, settings.clearFrom];
  if (isRefused.some((from) => reaches(score, from)))
    return { kind: 'score', points, refusal: refuse('calls.toll-unusual', points, rules) };
  if (!question.hasAccountCode && reaches(score, settings.accountCodeFrom))
    return { kind: 'score', points, refusal: refuse('calls.toll-account-code', points, rules) };
  return undefined;
}

const refuse = (code: 'calls.toll-unusual' | 'calls.toll-account-code', points: number, rules: TollRules): Refusal =>
  tollCodes.refuse(code, { why: wordsOfScore(points, rules.settings) });

/** One that never called. */
const unknown = new Habits(Number.MAX_SAFE_INTEGER);

/** What of a call is unusual; nothing where behaviour is not learnt. */
export function pointsOf(
  { behind, atMs }: Pick<GuardQuestion, 'behind' | 'atMs'>,
  destination: Destination,
  { settings }: TollRules,
  { habits, week }: TollBook,
): number {
  if (!settings.learning) return 0;
  const own = habits.get(keyOfParty(behind)) ?? unknown;
  return own.unusual(abroadOf(destination), week.hourOf(atMs), atMs, settings.learningDays);
}

export const abroadOf = ({ isHome, range }: Destination): string => (isHome || range === undefined ? '' : range.owner);
