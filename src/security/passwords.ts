// Login passwords: argon2id (RFC 9106) in PHC form, the same work for known and unknown names, bounded at once.

import { type Argon2Parameters, argon2 } from 'node:crypto';
import { limits, no, ok, type Result, randomKey, type Secret, sameText } from '#base';
import { securityCodes } from './security.codes.ts';

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** RFC 9106 §4, the second recommended choice: 64 MiB, 3 passes, 4 lanes. */
export const passwordCost: PasswordCost = { memoryKib: 65_536, passes: 3, lanes: 4 };

const saltSizeBytes = 16;
const hashSizeBytes = 32;
const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43})$/;
const mostMemoryKib = 1_048_576;

interface StoredPassword {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
  readonly hash: string;
}

/** Hashes and checks passwords, a few at a time: each takes its memory, so a flood of guesses must wait or leave. */
export class Passwords {
  readonly #cost: PasswordCost;
  readonly #waiting: (() => void)[] = [];
  readonly #ofNobody: StoredPassword;
  #running = 0;

  constructor(cost: PasswordCost = passwordCost) {
    this.#cost = cost;
    this.#ofNobody = { cost, salt: randomKey(saltSizeBytes), hash: unpadded(randomKey(hashSizeBytes)) };
  }

  /** The PHC string to store. Refused: longer than the limit, or too many at once. */
  async hash(password: Secret): Promise<Result<string>> {
    const salt = randomKey(saltSizeBytes);
    const hash = await this.#derive(password, this.#cost, salt);
    return hash.ok ? ok(printStored({ cost: this.#cost, salt, hash: hash.value })) : hash;
  }

  /**
   * True when the password fits. Give `undefined` for an unknown name: it takes the same work and is false.
   * Refused: too long, too many at once, or a stored text that is no password of ours.
   */
  async verify(stored: string | undefined, password: Secret): Promise<Result<boolean>> {
    const known = stored === undefined ? this.#ofNobody : parseStored(stored);
    if (known === undefined) return no(securityCodes.refuse('security.stored-password-damaged'));
    const hash = await this.#derive(password, known.cost, known.salt);
    if (!hash.ok) return hash;
    const same = sameText(hash.value, known.hash);
    return ok(same && stored !== undefined);
  }

  /** True when the stored password should be hashed again at the next right login, because the cost has risen. */
  isOutdated(stored: string): boolean {
    const known = parseStored(stored);
    if (known === undefined) return true;
    const { memoryKib, passes, lanes } = known.cost;
    return memoryKib !== this.#cost.memoryKib || passes !== this.#cost.passes || lanes !== this.#cost.lanes;
  }

  async #derive(password: Secret, cost: PasswordCost, salt: Buffer): Promise<Result<string>> {
    const message = Buffer.from(password.reveal().normalize('NFC'), 'utf8');
    const most = limits.passwords.bytes;
    if (message.length > most) return no(securityCodes.refuse('security.password-too-long', { most }));
    if (this.#waiting.length >= limits.passwords.waiting) return no(securityCodes.refuse('security.passwords-busy'));
    await this.#turn();
    try {
      return ok(await argon2id(message, cost, salt));
    } finally {
      message.fill(0);
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= limits.passwords.atOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running++;
  }
}

function argon2id(message: Buffer, cost: PasswordCost, nonce: Buffer): Promise<string> {
  const parameters: Argon2Parameters = {
    message,
    nonce,
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
