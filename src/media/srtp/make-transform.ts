// Which transform a suite has, and its keys.

import type { Suite } from '../suites.ts';
import { AesCmTransform } from './aes-cm.ts';
import { AesGcmTransform } from './aes-gcm.ts';
import { deriveKeys, forgetKeys, type SessionKeys } from './derive.ts';
import type { Transform } from './transform.ts';

/** The transform of a suite, keyed with key and salt as a crypto attribute gives them. Refuses (throws) other lengths. */
export function makeTransform(suite: Suite, keyAndSalt: Buffer, mki: Buffer): Transform {
  if (keyAndSalt.length !== suite.keyBytes + suite.saltBytes) throw new RangeError(`a wrong key for ${suite.name}`);
  const keys = deriveKeys(suite, keyAndSalt);
  const transform = keyedTransform(suite, keys, mki);
  forgetKeys(keys);
  return transform;
}

/** The transform of a suite with the session keys themselves, as the RFCs' examples give them. */
export function keyedTransform(suite: Suite, keys: SessionKeys, mki: Buffer): Transform {
  if (suite.cipher === 'CM') return new AesCmTransform(suite, keys, mki);
  if (suite.cipher === 'GCM') return new AesGcmTransform(suite, keys, mki);
  throw new RangeError(`${suite.name} is passed on, not used`);
}
