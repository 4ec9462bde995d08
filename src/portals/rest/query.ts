// The parameters of an address: each name has one kind wherever it appears; what is unknown, twice or of another kind is refused.

import { no, ok, type Refusal, type Result } from '#base';
import { portalsCodes } from '../portals.codes.ts';

const text = (given: string): string => given;
const whole = (given: string): number | undefined => (/^\d{1,15}$/.test(given) ? Number(given) : undefined);
const yesNo = (given: string): boolean | undefined => (given === 'true' ? true : given === 'false' ? false : undefined);

interface Parameter<T> {
  readonly read: (given: string) => T | undefined;
  /** Completes "… is not …". */
  readonly expects: string;
  /** As JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly help: string;
}

const asText = (help: string): Parameter<string> => ({
  ...{ read: text, expects: 'text', help, schema: { type: 'string' } },
});
const asWhole = (help: string): Parameter<number> => ({
  ...{ read: whole, expects: 'a whole number', help, schema: { type: 'integer', minimum: 0 } },
});
const asYesNo = (help: string): Parameter<boolean> => ({
  ...{ read: yesNo, expects: 'true or false', help, schema: { type: 'boolean' } },
});
const oneOf = <const K extends string>(choices: readonly K[], help: string): Parameter<K> => ({
  read: (given) => choices.find((choice) => choice === given),
  expects: `one of ${choices.join(', ')}`,
  help,
  schema: { type: 'string', enum: choices },
});

/** All parameters of the interface. */
export const parameters = {
  search: asText('Only records in which this text is found, in whatever field.'),
  sort: asText('The name of the field by which they are sorted; the key where it is not given.'),
  descending: asYesNo('The greatest first.'),
  offset: asWhole('How many to leave out from the beginning.'),
  limit: asWhole('The most to give.'),
  format: oneOf(['csv', 'json'], 'CSV or JSON.'),
  mode: oneOf(
    ['add', 'replace', 'upsert'],
    'add: all rows are new. upsert: rows are added or changed. replace: and records that have no row are deleted.',
  ),
  dryRun: asYesNo('Only tell what would be done.'),
  copyOf: asText('The key of the record of which this is a copy: its secrets are made anew.'),
  version: asWhole('The version that is meant; another one is refused. The header If-Match says the same.'),
  key: asText('The key of the record.'),
  text: asText('What is looked for.'),
  caller: asText('Who calls: an extension or, with fromTrunk, a trunk.'),
  dialled: asText('What is dialled, as at the phone.'),
  atMs: asWhole('When: milliseconds since 1970 in UTC; now where it is not given.'),
  fromTrunk: asYesNo('The caller is a trunk.'),
  extension: asText('The number of an extension.'),
  fromMs: asWhole('The beginning: milliseconds since 1970 in UTC; where it is not given, that of this weekend or now.'),
  toMs: asWhole('The end: milliseconds since 1970 in UTC; where it is not given, that of the weekend.'),
  profile: oneOf(
    ['minimum', 'medium', 'maximum', 'session-management-srg'],
    'The security profile; where it is not given, the one that the site has adopted.',
  ),
} as const satisfies Readonly<Record<string, Parameter<unknown>>>;

export type ParameterName = keyof typeof parameters;
type ValueOf<N extends ParameterName> = Exclude<ReturnType<(typeof parameters)[N]['read']>, undefined>;
export type Query<N extends ParameterName = ParameterName> = { readonly [K in N]?: ValueOf<K> };

export interface Address<N extends ParameterName = ParameterName> {
  readonly query: Query<N>;
  /** Of `where.FIELD=VALUE`. */
  readonly where: Readonly<Record<string, string>>;
}

const wherePrefix = 'where.';
/** As the registry of forms has them: no name that means something to JavaScript. */
const fieldName = /^where\.[a-z][a-zA-Z0-9]{0,99}$/;

/** Reads what stands behind the question mark. `where.FIELD` is read where the address takes `search`. */
export function readQuery<N extends ParameterName>(url: string, names: readonly N[]): Result<Address<N>> {
  const query: Partial<Record<ParameterName, unknown>> = {};
  const where: [string, string][] = [];
  const takesWhere = (names as readonly string[]).includes('search');
  const seen = new Set<string>();
  for (const [name, given] of new URLSearchParams(url.split('?').slice(1).join('?'))) {
    if (seen.has(name)) return no(wrong(name, 'there twice'));
    seen.add(name);
    if (takesWhere && fieldName.test(name)) where.push([name.slice(wherePrefix.length), given]);
    else {
      const known = names.find((one) => one === name);
      if (known === undefined) return no(wrong(name, 'not known here'));
      const value = parameters[known].read(given);
      if (value === undefined) return no(wrong(name, `not ${parameters[known].expects}`));
      query[known] = value;
    }
  }
  // Each value was read by the parameter of its name.
  return ok({ query: query as Query<N>, where: Object.fromEntries(where) });
}

const wrong = (name: string, why: string): Refusal =>
  portalsCodes.refuse('portals.wrong-parameter', { name: name.slice(0, 50).replace(/[^\w.-]/g, '·'), why });
