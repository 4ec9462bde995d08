// What is asked of a trusted certificate when it comes in, beyond its form: that it is in date now. Later it may end where it is.

import type { Refusal } from '#base';
import type { AnyRecord } from '#forms';
import { checksCodes } from '../checks/checks.codes.ts';
import { whyNotInDate } from '../checks/path.ts';
import { readIntake } from './intake.ts';

/** The refusals of a record whose certificate is another than before. */
export function guardTrusted(
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
  nowMs: number,
): readonly Refusal[] {
  const text = after?.certificate;
  if (typeof text !== 'string' || text === before?.certificate) return [];
  const { certificate } = readIntake(text);
  const found = certificate === undefined ? undefined : whyNotInDate(certificate, nowMs);
  return found === undefined ? [] : [checksCodes.refuse('security.trusted-not-in-date', { found }, 'certificate')];
}
