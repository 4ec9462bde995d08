// The codes that are out (SEC-6): so many at once, each for one computer, for fifteen minutes and once. Of a code nothing is kept
// but the public key that is made of it. They live in memory: a restart ends them.

import { createPublicKey } from 'node:crypto';
import { type Clock, limits, no, ok, type Result } from '#base';
import { type EnrolmentCode, makeCode, printCode } from './code.ts';
import { enrolmentKey, isProven } from './enrolment-key.ts';
import { managerCodes } from './manager.codes.ts';
import { fingerprintOf, pemOf } from './pins.ts';

interface Open {
  readonly manager: string;
  /** Who made it. */
  readonly by: string;
  readonly system: string;
  /** SPKI, DER. */
  readonly publicKey: Buffer;
  readonly certificatePem: string;
  readonly fingerprint: string;
  readonly expire: () => void;
  failures: number;
}

export interface Invitation {
  /** Printed for people; told once. */
  readonly code: string;
  readonly endsAtMs: number;
}

export interface Enrolled {
  readonly manager: string;
  readonly by: string;
}

const minutes = limits.managers.codeMs / 60_000;
const enrolmentRefused = () => managerCodes.refuse('security.enrolment-refused', { minutes });

export class Enrolments {
  readonly #clock: Clock;
  /** The certificates that the listener must let in are others now. */
  readonly #onChange: () => void;
  readonly #open = new Set<Open>();

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** A code for a computer of this name; an earlier one for the same name is worth nothing from now on. */
  async invite(manager: string, by: string, authority: Buffer, shown?: Buffer): Promise<Result<Invitation>> {
    for (const open of this.#open) if (open.manager === manager) this.#close(open);
    const most = limits.managers.codes;
    if (this.#open.size >= most) return no(managerCodes.refuse('security.enrolments-full', { most }));
    const code = makeCode(authority, shown);
    this.#add(manager, by, code, await enrolmentKey(code));
    return ok({ code: printCode(code), endsAtMs: this.#clock.nowMs() + limits.managers.codeMs });
  }

  #add(manager: string, by: string, { system }: EnrolmentCode, made: Awaited<ReturnType<typeof enrolmentKey>>): void {
    const { key, certificate } = made;
    const open: Open = {
      ...{ manager, by, system, failures: 0 },
      publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }),
      certificatePem: pemOf(certificate),
      fingerprint: fingerprintOf(certificate),
      expire: this.#clock.after(limits.managers.codeMs, () => this.#close(open)),
    };
    this.#open.add(open);
    this.#onChange();
  }

  /** The certificates of the codes that are out, PEM: what a listener lets in for an enrolment alone. */
  get certificates(): readonly string[] {
    return [...this.#open].map(({ certificatePem }) => certificatePem);
  }

  /** Whether this is the certificate of a code (SHA-256, as it is shown). */
  has(fingerprint: string): boolean {
    return [...this.#open].some((open) => open.fingerprint === fingerprint);
  }

  /** Uses a code up: who proves to have it is enrolled under the name that it was made for. */
  take(fingerprint: string, publicKeyPem: string, proof: string): Result<Enrolled> {
    const open = [...this.#open].find((one) => one.fingerprint === fingerprint);
    if (open === undefined) return no(enrolmentRefused());
    if (!holds(open, publicKeyPem, proof)) {
      open.failures += 1;
      if (open.failures >= limits.managers.triesPerCode) this.#close(open);
      return no(enrolmentRefused());
    }
    this.#close(open);
    return ok({ manager: open.manager, by: open.by });
  }

  close(): void {
    for (const open of this.#open) open.expire();
    this.#open.clear();
  }

  #close(open: Open): void {
    open.expire();
    if (this.#open.delete(open)) this.#onChange();
  }
}

function holds({ publicKey, system }: Open, publicKeyPem: string, proof: string): boolean {
  try {
    return isProven(publicKey, proof, publicKeyPem, system);
  } catch {
    return false;
  }
}
