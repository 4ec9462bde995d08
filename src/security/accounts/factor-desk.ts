// The desk of second factors: people add and remove their own, with the password once more; others only remove. All is on record and told.

import { type Clock, limits, no, ok, type Refusal, type Result, randomHex, randomKey, type Secret } from '#base';
import type { SecondFactorRow } from '#storage';
import type { Actor } from '../actor.ts';
import { factorsCodes } from '../factors/factors.codes.ts';
import {
  judgeMade,
  type KeptPasskey,
  makeChallenge,
  type PasskeyCreation,
  type PasskeyMade,
  type PasskeyPlace,
  printCreation,
} from '../factors/passkeys.ts';
import { type KeptRecovery, makeRecoveryCodes } from '../factors/recovery-codes.ts';
import { isStopped, type KeptTotp } from '../factors/second-factors.ts';
import type { SecondFactorRecord } from '../factors/second-factors.view.ts';
import { matchTotp, printBase32, totpSecretBytes, totpUri } from '../factors/totp.ts';
import { Waiting } from '../factors/waiting.ts';
import { securityCodes } from '../security.codes.ts';
import type { From, Shown } from '../sessions/session.ts';
import { aboutOf, FactorChanges, type FactorChangesParts, type FactorsChanged, removal } from './factor-changes.ts';
import type { LoginWalk } from './login.ts';
import type { OwnProof } from './own-proof.ts';
import type { People } from './people.ts';

export interface FactorDeskParts extends FactorChangesParts {
  readonly people: People;
  readonly walk: LoginWalk;
  readonly proof: OwnProof;
  readonly place: (host: string | undefined) => PasskeyPlace | undefined;
  readonly systemName: () => string;
  readonly clock: Clock;
}

type Answer<T> = Promise<Result<T, readonly Refusal[]>>;

/** One's own factors, as their person sees them. */
export interface OwnFactors {
  readonly required: boolean;
  readonly factors: readonly OwnFactor[];
  readonly recoveryCodes: number;
  /** The name under which the page was opened; blank where passkeys do not hold. */
  readonly passkeyHost: string;
}

export interface OwnFactor {
  readonly id: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  readonly madeAtMs: number;
  readonly usedAtMs: number;
  readonly host: string;
  readonly stopped: boolean;
}

type Begun =
  | { readonly kind: 'totp'; readonly name: string; readonly secret: Buffer }
  | { readonly kind: 'passkey'; readonly name: string; readonly challenge: string; readonly place: PasskeyPlace };

/** Whom the security profiles count. */
export interface FactorFacts {
  /** Accounts that may administer or act as a program, and are not disabled. */
  readonly administrators: number;
  readonly withFactor: number;
  /** Login IDs of those that have none. */
  readonly without: readonly string[];
}

export class FactorDesk {
  readonly #parts: FactorDeskParts;
  readonly #changes: FactorChanges;
  readonly #begun: Waiting<Begun>;

  constructor(parts: FactorDeskParts) {
    this.#parts = parts;
    this.#changes = new FactorChanges(parts);
    this.#begun = new Waiting(parts.clock);
  }

  own(shown: Shown, from: From): Result<OwnFactors> {
    const { people, factors, door, place } = this.#parts;
    const found = door.find(shown);
    if (!found.ok) return found;
    const { profile } = found.value;
    const [recovery] = factors.of(profile.loginId, 'recovery');
    const kept = recovery === undefined ? undefined : factors.open<KeptRecovery>(recovery);
    return ok({
      required: people.mustHaveFactor(profile),
      factors: factors.of(profile.loginId).flatMap((row) => this.#printOwn(row)),
      recoveryCodes: kept?.hashes.length ?? 0,
      passkeyHost: place(from.host)?.rpId ?? '',
    });
  }

  #printOwn(row: SecondFactorRow): OwnFactor[] {
    const { id, kind, name, madeAtMs, usedAtMs } = row;
    if (kind !== 'totp' && kind !== 'passkey') return [];
    const host = kind === 'passkey' ? (this.#parts.factors.open<KeptPasskey>(row)?.rpId ?? '') : '';
    return [{ id, kind, name, madeAtMs, usedAtMs, host, stopped: isStopped(row) }];
  }

  /** A secret for an authenticator app; it holds once a code of it has come back. It then takes the place of the one before. */
  beginTotp(
    shown: Shown,
    password: Secret,
    name: string,
    from: From,
  ): Answer<{ readonly id: string; readonly secret: string; readonly uri: string }> {
    return this.#parts.proof.run(shown, password, from, 'password', async ({ row, profile }) => {
      const named = this.#checkName(profile.loginId, name, 'totp');
      if (!named.ok) return no([named.refusal]);
      const secret = randomKey(totpSecretBytes);
      const id = this.#wait(row.id, { kind: 'totp', name: named.value, secret });
      const uri = totpUri(secret, this.#parts.systemName(), profile.loginId);
      return ok({ id, secret: printBase32(secret), uri });
    });
  }

  finishTotp(shown: Shown, id: string, code: string, from: From): Answer<FactorsChanged> {
    return this.#parts.proof.alone(shown, from, async (found, actor) => {
      const { factors, clock } = this.#parts;
      const { loginId } = found.profile;
      const begun = this.#begun.see(id, found.row.id);
      if (begun?.kind !== 'totp') return no([factorsCodes.refuse('security.factor-not-begun')]);
      const step = matchTotp(begun.secret, code, clock.nowMs(), 0);
      if (step === undefined) return no([factorsCodes.refuse('security.factor-code-wrong', {}, 'code')]);
      this.#begun.take(id, found.row.id);
      const content: KeptTotp = { secret: begun.secret.toString('base64url') };
      const made = { ...factors.seal(loginId, 'totp', begun.name, content), counter: step };
      return this.#changes.add(found, actor, made, factors.of(loginId, 'totp'));
    });
  }

  beginPasskey(
    shown: Shown,
    password: Secret,
    name: string,
    from: From,
  ): Answer<{ readonly id: string; readonly options: PasskeyCreation }> {
    return this.#parts.proof.run(shown, password, from, 'password', async ({ row, profile }) => {
      const { factors, systemName } = this.#parts;
      const place = this.#parts.place(from.host);
      if (place === undefined) return no([factorsCodes.refuse('security.passkey-not-here')]);
      const named = this.#checkName(profile.loginId, name, 'passkey');
      if (!named.ok) return no([named.refusal]);
      const own = factors.of(profile.loginId, 'passkey');
      const most = limits.factors.passkeys;
      if (own.length >= most) return no([factorsCodes.refuse('security.too-many-passkeys', { most })]);
      const kept = own.map((one) => factors.open<KeptPasskey>(one)).filter((one) => one?.rpId === place.rpId);
      const challenge = makeChallenge();
      const id = this.#wait(row.id, { kind: 'passkey', name: named.value, challenge, place });
      const whom = { loginId: profile.loginId, userName: profile.userName, systemName: systemName() };
      const known = kept.filter((one) => one !== undefined);
      return ok({ id, options: await printCreation(whom, known, challenge, place) });
    });
  }

  finishPasskey(shown: Shown, id: string, answer: PasskeyMade, from: From): Answer<FactorsChanged> {
    return this.#parts.proof.alone(shown, from, async (found, actor) => {
      const { factors } = this.#parts;
      const { loginId } = found.profile;
      // A challenge is worth nothing after its answer, whatever came of it.
      const begun = this.#begun.take(id, found.row.id);
      if (begun?.kind !== 'passkey') return no([factorsCodes.refuse('security.factor-not-begun')]);
      const judged = await judgeMade(answer, begun.challenge, begun.place);
      const why = typeof judged === 'string' ? judged : this.#isKnown(judged.kept) ? 'it is known already' : '';
      if (typeof judged === 'string' || why !== '')
        return no([factorsCodes.refuse('security.passkey-refused', { why })]);
      const made = { ...factors.seal(loginId, 'passkey', begun.name, judged.kept), counter: judged.counter };
      return this.#changes.add(found, actor, made, []);
    });
  }

  /** Ten new ones; those of before are worth nothing. */
  renewRecovery(shown: Shown, password: Secret, from: From): Answer<FactorsChanged> {
    return this.#parts.proof.run(shown, password, from, 'password', async (found, actor) => {
      const { factors } = this.#parts;
      const { loginId } = found.profile;
      if (!factors.has(loginId)) return no([factorsCodes.refuse('security.no-recovery-without-factor')]);
      const { codes, kept } = makeRecoveryCodes();
      return this.#changes.own(found, actor, {
        put: [factors.seal(loginId, 'recovery', '', kept)],
        drop: factors.of(loginId, 'recovery'),
        ...{ action: 'recovery codes made', about: aboutOf('recovery', ''), tell: 'New recovery codes were made.' },
        recoveryCodes: codes,
      });
    });
  }

  /** One's own, by its id. The last cannot go where one is required; where it goes, its recovery codes go with it. */
  remove(shown: Shown, password: Secret, id: string, from: From): Answer<FactorsChanged> {
    return this.#parts.proof.run(shown, password, from, 'password', async (found, actor) => {
      const { people, factors } = this.#parts;
      const { loginId } = found.profile;
      const row = factors.of(loginId).find((one) => one.id === id);
      if (row === undefined || row.kind === 'recovery') return no([factorsCodes.refuse('security.no-such-factor')]);
      const others = factors.of(loginId).filter((one) => one !== row);
      const isLast = others.every(({ kind }) => kind === 'recovery');
      if (isLast && people.mustHaveFactor(found.profile)) return no([factorsCodes.refuse('security.factor-last')]);
      return this.#changes.own(found, actor, { drop: isLast ? [row, ...others] : [row], ...removal(row, '') });
    });
  }

  /** Somebody else's; who may is decided by administration. */
  async removeOther(actor: Actor, id: string): Promise<Result<void>> {
    const { factors, walk } = this.#parts;
    const loginId = factors.get(id)?.loginId;
    if (loginId === undefined) return no(factorsCodes.refuse('security.no-such-factor'));
    if (loginId === actor.user) return no(factorsCodes.refuse('security.factor-own'));
    return walk.alone(loginId, async () => {
      const row = factors.get(id);
      if (row === undefined) return no(factorsCodes.refuse('security.no-such-factor'));
      const change = { drop: [row], ...removal(row, ` by ${actor.user}`) };
      const recorded = await this.#changes.others(loginId, actor, change);
      return recorded ? ok(undefined) : no(securityCodes.refuse('security.not-recorded'));
    });
  }

  /** Removes all of an account, and tells how many there were: for the owner of the machine. */
  async reset(actor: Actor, loginId: string): Answer<number> {
    const { people, factors, walk } = this.#parts;
    const key = loginId.trim().toLowerCase();
    if (!people.profiles.has(key)) return no([factorsCodes.refuse('security.no-such-login', { loginId: key })]);
    return walk.alone(key, async () => {
      const rows = factors.of(key);
      const count = rows.filter(({ kind }) => kind !== 'recovery').length;
      if (rows.length === 0) return ok(0);
      const tell = 'All second factors were removed by the owner of the machine.';
      const change = { drop: rows, action: 'second factors reset', about: `Number: ${count}`, tell };
      const recorded = await this.#changes.others(key, actor, change);
      return recorded ? ok(count) : no([securityCodes.refuse('security.not-recorded')]);
    });
  }

  /** The records of the view. */
  records(): readonly SecondFactorRecord[] {
    return this.#parts.factors.rows.map(({ id, loginId, kind, name, madeAtMs, usedAtMs }) => ({
      ...{ id, user: loginId, name, made: momentOf(madeAtMs), lastUsed: momentOf(usedAtMs) },
      kind: kind === 'passkey' || kind === 'recovery' ? kind : 'totp',
    }));
  }

  get count(): number {
    return this.#parts.factors.rows.length;
  }

  /** How many of those who administer have one. */
  facts(): FactorFacts {
    const { people, factors } = this.#parts;
    const administrators = [...people.profiles.values()]
      .filter(({ systemAdministration, application, status }) => {
        return (systemAdministration || application) && status !== 'disabled';
      })
      .map(({ loginId }) => loginId);
    const without = administrators.filter((loginId) => !factors.has(loginId));
    return { administrators: administrators.length, withFactor: administrators.length - without.length, without };
  }

  #wait(sessionId: string, begun: Begun): string {
    const id = randomHex(16);
    this.#begun.put(id, sessionId, begun);
    return id;
  }

  #checkName(loginId: string, name: string, kind: 'totp' | 'passkey'): Result<string> {
    const tidy = name.trim().replace(/\s+/g, ' ');
    const most = limits.factors.nameLength;
    const isWell = tidy.length >= 1 && tidy.length <= most && !/[\p{C};]/u.test(tidy);
    // A new generator of codes takes the place of the one before, and may have its name.
    const isTaken = this.#parts.factors.of(loginId).some((row) => row.name === tidy && row.kind !== kind);
    const isDouble = kind === 'passkey' && this.#parts.factors.of(loginId, 'passkey').some((row) => row.name === tidy);
    if (isWell && !isTaken && !isDouble) return ok(tidy);
    return no(factorsCodes.refuse('security.factor-name', { most }, 'name'));
  }

  #isKnown({ credentialId }: KeptPasskey): boolean {
    const { factors } = this.#parts;
    const passkeys = factors.rows.filter(({ kind }) => kind === 'passkey');
    return passkeys.some((row) => factors.open<KeptPasskey>(row)?.credentialId === credentialId);
  }
}

const momentOf = (atMs: number): string => (atMs === 0 ? '' : Temporal.Instant.fromEpochMilliseconds(atMs).toString());
