// The dialog that a Replaces header names (RFC 3891 §6.1).

import { parameter } from '#sip';

export interface Replaced {
  readonly callId: string;
  /** Our own tag in the dialog, and that of the phone. */
  readonly toTag: string;
  readonly fromTag: string;
  /** Only while it has not been answered. */
  readonly isEarlyOnly: boolean;
}

const longest = 512;

/** Undefined where it is malformed: a dialog has one Call-ID and two tags. */
export function parseReplaces(value: string): Replaced | undefined {
  const end = value.indexOf(';');
  if (end < 1 || value.length > longest) return undefined;
  const parameters = value.slice(end);
  const toTag = parameter(parameters, 'to-tag') ?? '';
  const fromTag = parameter(parameters, 'from-tag') ?? '';
  if (toTag === '' || fromTag === '') return undefined;
  return {
    callId: value.slice(0, end).trim(),
    toTag,
    fromTag,
    isEarlyOnly: parameter(parameters, 'early-only') !== undefined,
  };
}
