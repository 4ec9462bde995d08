// Login passwords: argon2id (RFC 9106) in PHC form, the same work for known and unknown names, bounded at once.

import { type Argon2Parameters, argon2 } from 'node:crypto';
import { limits, no, ok, type Result, randomKey, type Secret, sameText } from '#base';
import { securityCodes } from '../security.codes.ts';
import { Turns } from './turns.ts';

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** RFC 9106 §4, the second recommended choice: 64 MiB, 3 passes, 4 lanes. */
export const passwordCost: PasswordCost = { memoryKib: 65_536, passes: 3, lanes: 4 };

/** For passwords that were drawn at random: 140 bits need no stretching, and a thousand of them are made in a moment. */
const randomCost: PasswordCost = { memoryKib: 64, passes: 1, lanes: 1 };

const saltSizeBytes = 16;
const hashSizeBytes = 32;
const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43})$/;
const mostMemoryKib = 1_048_576;

interface Recipe {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
}

interface StoredPassword extends Recipe {
  readonly hash: string;
}

/** How a password is hashed. */
export interface HashManner {
  /** On whose behalf: sources take turns. Default: the system's own. */
  readonly source?: string;
  /** It was drawn at random by the system. */
  readonly random?: boolean;
  /** A stored password whose salt and cost are used again, so that both can be compared with a third at once. */
  readonly like?: string;
}

/** Hashes and checks passwords, a few at a time: each takes its memory, so a flood of guesses must wait or leave. */
export class Passwords {
  readonly #cost: PasswordCost;
  readonly #turns = new Turns(limits.passwords);
  readonly #ofNobody: StoredPassword;
  #made = 0;

  constructor(cost: PasswordCost = passwordCost) {
    this.#cost = cost;
    this.#ofNobody = { cost, salt: randomKey(saltSizeBytes), hash: unpadded(randomKey(hashSizeBytes)) };
  }

  /** Hashes made since the start: each takes its memory and its time, which is how long a login takes. */
  get made(): number {
    return this.#made;
  }

  /** The PHC string to store. Refused: longer than the limit, or too many at once. */
  async hash(password: Secret, { source = '', random = false, like }: HashManner = {}): Promise<Result<string>> {
    const fresh = { cost: random ? randomCost : this.#cost, salt: randomKey(saltSizeBytes) };
    const recipe = like === undefined ? fresh : (parseStored(like) ?? fresh);
    const hashes = await this.#derive(password, [recipe], source);
    return hashes.ok ? ok(printStored({ ...recipe, hash: hashes.value[0] ?? '' })) : hashes;
  }

  /**
   * True when the password fits. Give `undefined` for an unknown name: it takes the same work and is false.
   * Refused: too long, too many at once, or a stored text that is no password of ours.
   */
  async verify(stored: string | undefined, password: Secret, source = ''): Promise<Result<boolean>> {
    const known = stored === undefined ? this.#ofNobody : parseStored(stored);
    if (known === undefined) return no(securityCodes.refuse('security.stored-password-damaged'));
    const recipes = isCheaper(known.cost, this.#cost) ? [known, this.#ofNobody] : [known];
    const hashes = await this.#derive(password, recipes, source);
    if (!hashes.ok) return hashes;
    const same = sameText(hashes.value[0] ?? '', known.hash);
    return ok(same && stored !== undefined);
  }

  /** Whether the password is one of these. Those with one salt and cost need one hash. Refused as `verify`. */
  async isAmong(stored: readonly string[], password: Secret, source = ''): Promise<Result<boolean>> {
    const known = stored.map(parseStored).filter((one) => one !== undefined);
    const recipes = new Map(known.map((one) => [recipeName(one), one]));
    if (recipes.size === 0) return ok(false);
    const hashes = await this.#derive(password, [...recipes.values()], source);
    if (!hashes.ok) return hashes;
    const names = [...recipes.keys()];
    const fits = (one: StoredPassword): boolean =>
      sameText(hashes.value[names.indexOf(recipeName(one))] ?? '', one.hash);
    return ok(known.filter(fits).length > 0);
  }

  /** True when the stored password should be hashed again at the next right login, because the cost has risen. */
  isOutdated(stored: string): boolean {
    const known = parseStored(stored);
    if (known === undefined) return true;
    const { memoryKib, passes, lanes } = known.cost;
    return memoryKib !== this.#cost.memoryKib || passes !== this.#cost.passes || lanes !== this.#cost.lanes;
  }

  async #derive(password: Secret, recipes: readonly Recipe[], source: string): Promise<Result<readonly string[]>> {
    const message = Buffer.from(password.reveal().normalize('NFC'), 'utf8');
    const most = limits.passwords.bytes;
    if (message.length > most) return no(securityCodes.refuse('security.password-too-long', { most }));
    const hashes = await this.#turns.take(source, async () => {
      const made: string[] = [];
      for (const recipe of recipes) {
        this.#made++;
        made.push(await argon2id(message, recipe));
      }
      return made;
    });
    message.fill(0);
    return hashes === undefined ? no(securityCodes.refuse('security.passwords-busy')) : ok(hashes.value);
  }
}

const isCheaper = (cost: PasswordCost, than: PasswordCost): boolean =>
  cost.memoryKib * cost.passes < than.memoryKib * than.passes;

const recipeName = ({ cost, salt }: Recipe): string =>
  `${cost.memoryKib} ${cost.passes} ${cost.lanes} ${salt.toString('base64')}`;

function argon2id(message: Buffer, { cost, salt }: Recipe): Promise<string> {
  const parameters: Argon2Parameters = {
    message,
    nonce: salt,
    memory: cost.memoryKib,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: hashSizeBytes,
  };
  return new Promise((done, failed) => {
    argon2('argon2id', parameters, (fault, hash) => (fault ? failed(fault) : done(unpadded(hash))));
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const printStored = ({ cost, salt, hash }: StoredPassword): string =>
  `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.lanes}$${unpadded(salt)}$${hash}`;

function parseStored(text: string): StoredPassword | undefined {
  const [, memory, passes, lanes, salt, hash] = phcForm.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const sound =
    cost.lanes > 0 && cost.passes > 0 && cost.memoryKib >= 8 * cost.lanes && cost.memoryKib <= mostMemoryKib;
  return sound ? { cost, salt: Buffer.from(salt, 'base64'), hash } : undefined;
}
