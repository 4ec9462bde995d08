// The judge of second factors: what a login may be completed with, and whether what was shown is right. It writes nothing itself.

import { type Clock, limits } from '#base';
import type { SecondFactorRow } from '#storage';
import type { Tool } from '../sessions/tool.ts';
import type { FactorBook, FactorKind } from './factor-book.ts';
import {
  challengeIn,
  judgeAnswer,
  type KeptPasskey,
  makeChallenge,
  type PasskeyAnswer,
  type PasskeyPlace,
  type PasskeyRequest,
  printRequest,
} from './passkeys.ts';
import { type KeptRecovery, spendRecoveryCode } from './recovery-codes.ts';
import { matchTotp } from './totp.ts';
import { Waiting } from './waiting.ts';

/** A second factor as it is shown. */
export type FactorWish =
  | { readonly kind: 'totp' | 'recovery'; readonly code: string }
  | { readonly kind: 'passkey'; readonly answer: PasskeyAnswer };

/** Who shows it: a challenge holds for its account, tool and source alone. */
export interface FactorClaim {
  readonly loginId: string;
  readonly tool: Tool;
  readonly source: string;
  /** Where the page was opened, where that is one of our names. */
  readonly place: PasskeyPlace | undefined;
}

export interface FactorOffer {
  readonly may: readonly FactorKind[];
  readonly passkey?: PasskeyRequest;
}

export type Judgement =
  /** The account has no second factor. */
  | { readonly kind: 'none' }
  /** None was shown, or for a challenge that is none any more. */
  | { readonly kind: 'needed'; readonly offer: FactorOffer }
  /** `row`: to be written with the failure. */
  | { readonly kind: 'wrong'; readonly why: string; readonly row?: SecondFactorRow; readonly stopped?: boolean }
  /** `row`: to be written with the login, so that nothing is taken twice. */
  | { readonly kind: 'right'; readonly how: string; readonly row: SecondFactorRow; readonly tell?: string };

/** As it is sealed. */
export interface KeptTotp {
  readonly secret: string;
}

export const isStopped = ({ kind, wrong }: SecondFactorRow): boolean =>
  kind === 'totp' && wrong >= limits.factors.wrongInARow;

export class SecondFactors {
  readonly #book: FactorBook;
  readonly #clock: Clock;
  readonly #challenges: Waiting<PasskeyPlace>;

  constructor(book: FactorBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
    this.#challenges = new Waiting(clock);
  }

  /** Asked only after the right password. A passkey's challenge is worth nothing after it, whatever came of it. */
  async judge(claim: FactorClaim, shown: FactorWish | undefined): Promise<Judgement> {
    if (!this.#book.has(claim.loginId)) return { kind: 'none' };
    if (shown === undefined) return this.#needed(claim);
    switch (shown.kind) {
      case 'totp':
        return this.#judgeTotp(claim, shown.code);
      case 'recovery':
        return this.#judgeRecovery(claim, shown.code);
      case 'passkey':
        return this.#judgePasskey(claim, shown.answer);
    }
  }

  #needed(claim: FactorClaim): Judgement {
    return { kind: 'needed', offer: this.#offer(claim) };
  }

  #offer(claim: FactorClaim): FactorOffer {
    const { loginId, place } = claim;
    const own = this.#book.of(loginId);
    const may: FactorKind[] = [];
    if (own.some((row) => row.kind === 'totp' && !isStopped(row))) may.push('totp');
    const passkeys = own.filter(({ kind }) => kind === 'passkey').map((row) => this.#book.open<KeptPasskey>(row));
    const here = passkeys.filter((kept) => kept !== undefined && kept.rpId === place?.rpId);
    const usable = here.filter((kept) => kept !== undefined);
    if (usable.length > 0) may.push('passkey');
    if ((this.#recoveryOf(loginId).kept?.hashes.length ?? 0) > 0) may.push('recovery');
    if (place === undefined || usable.length === 0) return { may };
    const challenge = makeChallenge();
    this.#challenges.put(challenge, ownerOf(claim), place);
    return { may, passkey: printRequest(usable, challenge, place) };
  }

  #judgeTotp({ loginId }: FactorClaim, code: string): Judgement {
    const [row] = this.#book.of(loginId, 'totp');
    if (row === undefined) return { kind: 'wrong', why: 'a one-time code, of which there are none' };
    if (isStopped(row)) return { kind: 'wrong', why: 'a one-time code, after too many wrong ones' };
    const kept = this.#book.open<KeptTotp>(row);
    const nowMs = this.#clock.nowMs();
    const secret = Buffer.from(kept?.secret ?? '', 'base64url');
    const step = kept === undefined ? undefined : matchTotp(secret, code, nowMs, row.counter);
    if (step !== undefined)
      return { kind: 'right', how: 'one-time code', row: { ...row, counter: step, usedAtMs: nowMs, wrong: 0 } };
    const wrong = { ...row, wrong: row.wrong + 1 };
    return {
      kind: 'wrong',
      why: `wrong one-time code, ${wrong.wrong} in a row`,
      row: wrong,
      stopped: isStopped(wrong),
    };
  }

  #judgeRecovery({ loginId }: FactorClaim, code: string): Judgement {
    const { row, kept } = this.#recoveryOf(loginId);
    const left = kept === undefined ? undefined : spendRecoveryCode(kept, code);
    if (row === undefined || left === undefined) return { kind: 'wrong', why: 'wrong recovery code' };
    const how = `recovery code, ${left.hashes.length} left`;
    const used = { ...this.#book.reseal(row, left), usedAtMs: this.#clock.nowMs() };
    return {
      kind: 'right',
      how,
      row: used,
      tell: `A recovery code was used to log in; ${left.hashes.length} are left.`,
    };
  }

  #recoveryOf(loginId: string): { readonly row?: SecondFactorRow; readonly kept?: KeptRecovery } {
    const [row] = this.#book.of(loginId, 'recovery');
    const kept = row === undefined ? undefined : this.#book.open<KeptRecovery>(row);
    return kept === undefined || row === undefined ? {} : { row, kept };
  }

  async #judgePasskey(claim: FactorClaim, answer: PasskeyAnswer): Promise<Judgement> {
    const challenge = challengeIn(answer.response.clientDataJSON);
    const place = this.#challenges.take(challenge, ownerOf(claim));
    // It took too long, or the system was restarted: nothing was judged, so nothing was wrong.
    if (place === undefined) return this.#needed(claim);
    for (const row of this.#book.of(claim.loginId, 'passkey')) {
      const kept = this.#book.open<KeptPasskey>(row);
      if (kept === undefined || kept.credentialId !== answer.id || kept.rpId !== place.rpId) continue;
      const { counter, why } = await judgeAnswer(kept, row.counter, answer, challenge, place);
      if (why !== '') return { kind: 'wrong', why: `wrong passkey: ${why}` };
      const how = `passkey "${row.name}"`;
      return { kind: 'right', how, row: { ...row, counter, usedAtMs: this.#clock.nowMs() } };
    }
    return { kind: 'wrong', why: 'a passkey that is none of this account' };
  }
}

const ownerOf = ({ loginId, tool, source }: FactorClaim): string => JSON.stringify([loginId, tool, source]);
