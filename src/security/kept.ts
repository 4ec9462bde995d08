// Where security keeps its sealed keys: named values of the database, or anything else that lasts.

import { no, ok, type Result, type Secret } from '#base';
import type { Storage } from '#storage';
import type { Sealer } from './sealer.ts';
import { securityCodes } from './security.codes.ts';

/** Named values that last. `undefined` for a name never set. */
export interface KeptValues {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** The values of a database, each written in a transaction of its own. */
export const keptIn = (storage: Pick<Storage, 'system' | 'transaction'>): KeptValues => ({
  get: (name) => storage.system.get(name),
  set: (name, value) => storage.transaction((tx) => storage.system.put(tx, name, value)),
});

const placeOf = (name: string) => ({ form: 'system-value', key: name, field: 'value' });

/** Sealed named values. */
export class SealedValues {
  readonly #values: KeptValues;
  readonly #sealer: Sealer;
  readonly #isNew: boolean;

  /** `isNew`: the first start has not come to its end yet. */
  constructor(values: KeptValues, sealer: Sealer, isNew: boolean) {
    this.#values = values;
    this.#sealer = sealer;
    this.#isNew = isNew;
  }

  /** `undefined` for a name never set; refused when it was altered or sealed with another key. */
  async get(name: string): Promise<Result<Secret | undefined>> {
    const sealed = await this.#values.get(name);
    return sealed === undefined ? ok(undefined) : this.#sealer.open(placeOf(name), sealed);
  }

  /** As `get`, for what the first start makes and nothing can stand in for: refused when it is gone. */
  async getLasting(name: string): Promise<Result<Secret | undefined>> {
    const kept = await this.get(name);
    if (!kept.ok || kept.value !== undefined || this.#isNew) return kept;
    return no(securityCodes.refuse('security.key-lost', { name }));
  }

  set(name: string, secret: Secret): Promise<void> {
    return this.#values.set(name, this.#sealer.seal(placeOf(name), secret));
  }
}

const checkName = 'security.key-check';

/** True once a first start has made everything: then its master key and what was sealed with it must exist. */
export const isSealedBefore = async (values: KeptValues): Promise<boolean> =>
  (await values.get(checkName)) !== undefined;

/** Refuses a master key that is not this database's own, before anything else is opened. */
export async function checkMasterKey(values: KeptValues, sealer: Sealer, path: string): Promise<Result<void>> {
  const known = await values.get(checkName);
  if (known === undefined || known === sealer.keyId) return ok(undefined);
  return no(securityCodes.refuse('security.master-key-wrong', { path }));
}

/** The end of making everything at the first start. */
export const rememberMasterKey = (values: KeptValues, sealer: Sealer): Promise<void> =>
  values.set(checkName, sealer.keyId);
