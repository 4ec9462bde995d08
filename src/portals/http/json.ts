// JSON from outside: UTF-8, one object, not deeper than anything of ours, without names that mean something to JavaScript.

import { limits, no, ok, type Result } from '#base';
import { portalsCodes } from '../portals.codes.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readJsonObject(bytes: Buffer): Result<JsonObject> {
  const refuse = (why: string): Result<JsonObject> => no(portalsCodes.refuse('portals.malformed-body', { why }));
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (fault) {
    return refuse(fault instanceof SyntaxError ? 'it is not JSON' : 'it is not UTF-8');
  }
  if (!isObject(value)) return refuse('it is not an object');
  const why = faultOf(value);
  return why === undefined ? ok(value) : refuse(why);
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Looks through all of it without calling itself: its depth is not ours to choose. */
function faultOf(whole: JsonObject): string | undefined {
  let level: object[] = [whole];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limits.portals.jsonDepth) return 'it is nested too deeply';
    if (level.some((value) => Object.hasOwn(value, '__proto__'))) return 'a name in it is "__proto__"';
    level = level.flatMap((value) => Object.values(value).filter((part) => typeof part === 'object' && part !== null));
  }
  return undefined;
}
