// What an ACME server answers, read strictly: only the members that are used, each of its type (RFC 8555 §7.1, RFC 9773 §4.2).

import { limits } from '#base';

type Members = Readonly<Record<string, unknown>>;

export interface Directory {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
  /** Blank where the server has none (RFC 9773). */
  readonly renewalInfo: string;
  readonly externalAccountRequired: boolean;
  readonly termsOfService: string;
}

export interface Order {
  readonly status: string;
  readonly authorizations: readonly string[];
  readonly finalize: string;
  readonly certificate: string;
  readonly error: Members | undefined;
}

export interface Authorization {
  readonly status: string;
  readonly name: string;
  readonly challenges: readonly Challenge[];
}

export interface Challenge {
  readonly type: string;
  readonly url: string;
  readonly token: string;
  readonly status: string;
  readonly error: Members | undefined;
}

/** The members of a JSON object; none of anything else. */
export function members(text: string): Members {
  try {
    return objectOf(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

const objectOf = (value: unknown): Members | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // An object has members, each of which is looked at before it is used.
      (value as Members)
    : undefined;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function readDirectory(text: string): Directory | undefined {
  const value = members(text);
  const meta = objectOf(value.meta) ?? {};
  const directory: Directory = {
    ...{ newNonce: textOf(value.newNonce), newAccount: textOf(value.newAccount), newOrder: textOf(value.newOrder) },
    ...{ renewalInfo: textOf(value.renewalInfo), termsOfService: textOf(meta.termsOfService) },
    externalAccountRequired: meta.externalAccountRequired === true,
  };
  return directory.newNonce === '' || directory.newAccount === '' || directory.newOrder === '' ? undefined : directory;
}

/** Undefined of an order that asks for more proofs than names may be. */
export function readOrder(text: string): Order | undefined {
  const value = members(text);
  const authorizations = Array.isArray(value.authorizations) ? value.authorizations.map(textOf) : [];
  const status = textOf(value.status);
  if (status === '' || authorizations.length > limits.acme.authorizations) return undefined;
  return {
    ...{ status, authorizations, finalize: textOf(value.finalize), certificate: textOf(value.certificate) },
    error: objectOf(value.error),
  };
}

export function readAuthorization(text: string): Authorization | undefined {
  const value = members(text);
  const name = textOf(objectOf(value.identifier)?.value);
  const challenges = Array.isArray(value.challenges) ? value.challenges : [];
  const status = textOf(value.status);
  if (status === '' || name === '') return undefined;
  return { status, name, challenges: challenges.slice(0, limits.acme.authorizations).flatMap(readChallenge) };
}

function readChallenge(value: unknown): Challenge[] {
  const { type, url, token, status, error } = objectOf(value) ?? {};
  return [
    {
      ...{ type: textOf(type), url: textOf(url), token: textOf(token), status: textOf(status) },
      error: objectOf(error),
    },
  ];
}

export interface RenewalWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** A page of the authority that says why; blank when it does not. */
  readonly explanation: string;
}

export function readRenewalWindow(text: string): RenewalWindow | undefined {
  const value = members(text);
  const { start, end } = objectOf(value.suggestedWindow) ?? {};
  const [startMs, endMs] = [Date.parse(textOf(start)), Date.parse(textOf(end))];
  if (Number.isNaN(startMs) || Number.isNaN(endMs) || endMs <= startMs) return undefined;
  return { startMs, endMs, explanation: textOf(value.explanationURL) };
}
