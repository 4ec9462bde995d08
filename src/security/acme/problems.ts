// Problems of an ACME server (RFC 8555 §6.7, RFC 7807), bounded and made printable: a stranger's words go into ours.

import { limits, printable } from '#base';
import type { HttpAnswer } from '#outbound';
import { members, textOf } from './answers.ts';

export interface Problem {
  /** Without `urn:ietf:params:acme:error:`; blank when the server did not say. */
  readonly type: string;
  readonly detail: string;
  readonly status: number;
}

const prefix = 'urn:ietf:params:acme:error:';

export function problemOf({ status, body }: HttpAnswer): Problem {
  return readProblem(members(body.toString()), status);
}

/** Of a problem within another answer, such as a challenge that failed. */
export function readProblem(value: Readonly<Record<string, unknown>>, status = 0): Problem {
  const type = textOf(value.type);
  const subproblems = Array.isArray(value.subproblems) ? value.subproblems : [];
  const details = [value, ...subproblems].map((one) =>
    textOf(typeof one === 'object' && one !== null ? one.detail : ''),
  );
  const detail = details.filter((text) => text !== '').join(' ');
  return { type: type.startsWith(prefix) ? type.slice(prefix.length) : '', detail, status };
}

export const isProblem = ({ type }: Problem, name: string): boolean => type === name;

/** One sentence that a person can act upon. */
export function wordsOf({ type, detail, status }: Problem, where = ''): string {
  const what = detail === '' ? `status ${status}${where === '' ? '' : ` from ${where}`}` : detail;
  const words = printable(what).slice(0, limits.acme.detailLength);
  const sentence = /[.!?…]$/.test(words) ? words : `${words}.`;
  return type === '' ? sentence : `${sentence} (${printable(type).slice(0, 50)})`;
}
