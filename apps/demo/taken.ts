// What was asked of a phone has been done, or the demonstration has failed.

import type { Refusal, Result } from '#base';
import { DemoFailure } from './failure.ts';

export function taken<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new DemoFailure(result.refusal.words);
  return result.value;
}
