// Dial Expectations, held against what decisions say: which of them are not met.

import type { Result } from '#base';
import type { Decision } from './attempt.ts';
import type { DialExpectation } from './dial-expectations.form.ts';
import { explain, wordsOf } from './explain.ts';
import type { Tables } from './tables.ts';

/** An expectation that is not met. */
export interface UnmetExpectation {
  readonly name: string;
  /** What was expected and what is so. */
  readonly words: string;
}

export function checkExpectations(
  records: Iterable<DialExpectation>,
  tables: Tables,
  nowMs: number,
): readonly UnmetExpectation[] {
  const unmet: UnmetExpectation[] = [];
  for (const record of records) {
    const words = faultOf(record, tables, nowMs);
    if (words !== undefined) unmet.push({ name: record.name, words });
  }
  return unmet;
}

function faultOf(record: DialExpectation, tables: Tables, nowMs: number): string | undefined {
  const { name, extension, dialled, at } = record;
  const caller = tables.station(extension);
  if (caller === undefined) return `${name}: there is no extension ${extension}.`;
  const atMs = at === '' ? nowMs : Temporal.Instant.from(at).epochMilliseconds;
  const { decision } = explain({ caller, dialled, atMs }, tables);
  if (isMet(record, decision)) return undefined;
  return `${name}: ${extension} dials ${dialled}, and ${wanted(record)} is expected. ${wordsOf(decision)}`;
}

function isMet(record: DialExpectation, decision: Result<Decision>): boolean {
  const { expected, expectedExtension, expectedGroup, expectedRoute } = record;
  if (expected === 'refused') return !decision.ok;
  if (!decision.ok) return false;
  const { value } = decision;
  if (expected === 'extension') return value.kind === 'station' && value.station.number === expectedExtension;
  if (expected === 'group') return value.kind === 'group' && value.group.number === expectedGroup;
  return value.kind === 'outgoing' && value.outgoing.choices[0]?.route === expectedRoute;
}

function wanted({ expected, expectedExtension, expectedGroup, expectedRoute }: DialExpectation): string {
  if (expected === 'refused') return 'a refusal';
  if (expected === 'extension') return `extension ${expectedExtension}`;
  return expected === 'group' ? `group ${expectedGroup}` : `route ${expectedRoute}`;
}
