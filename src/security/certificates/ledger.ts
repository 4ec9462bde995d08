// The book of the private authority: what it issued, what it took back, and the revocation list that says so. Nothing is
// issued or revoked that is not on record.

import { type Clock, type Log, limits, no, ok, type Result } from '#base';
import type { AuditFact } from '#records';
import type { IssuedCertificateRow, Storage, Tx } from '#storage';
import type { Actor } from '../actor.ts';
import type { CrlWish, RevocationReason, RevokedEntry } from './crl.ts';
import type { IssuedCertificate, IssuedKind } from './issued-certificates.view.ts';
import { uploadCodes } from './upload/upload.codes.ts';

export interface LedgerParts {
  readonly storage: Pick<Storage, 'issuedCertificates' | 'system' | 'transaction'>;
  readonly trail: { append(tx: Tx, fact: AuditFact): Promise<unknown> };
  readonly clock: Clock;
  readonly log: Log;
  readonly crlLifetimeDays: () => number;
  /** Another list is in force. */
  readonly onList: () => void;
}

interface CrlState {
  readonly number: number;
  readonly nowMs: number;
  readonly nextMs: number;
  readonly der: Buffer;
}

export type NewCertificate = Omit<IssuedCertificateRow, 'revokedAtMs' | 'reason' | 'issuedBy' | 'kind'> & {
  readonly kind: IssuedKind;
};

const crlName = 'security.crl';
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** A list is signed anew when half of its time is over; when that failed, it is tried again after this. */
const againMs = 3_600_000;
const forgottenDays = 90;
/** A revoked certificate stays in the lists until one was issued after its end (RFC 5280 §3.3): no list is good for longer. */
const listedDays = 31;

export class Ledger {
  readonly #parts: LedgerParts;
  readonly #sign: (wish: CrlWish) => Promise<Buffer>;
  readonly #rows = new Map<string, IssuedCertificateRow>();
  #crl: CrlState | undefined;
  /** One list after another: their numbers grow. */
  #last: Promise<unknown> = Promise.resolve();
  #stop: () => void = () => undefined;

  private constructor(parts: LedgerParts, sign: (wish: CrlWish) => Promise<Buffer>) {
    this.#parts = parts;
    this.#sign = sign;
  }

  /** Reads what was issued, and sees that there is a list that is good for long enough. */
  static async open(parts: LedgerParts, sign: (wish: CrlWish) => Promise<Buffer>): Promise<Ledger> {
    const ledger = new Ledger(parts, sign);
    for (const row of await parts.storage.issuedCertificates.all()) ledger.#rows.set(row.serial, row);
    ledger.#crl = readCrl(await parts.storage.system.get(crlName));
    await ledger.refresh();
    return ledger;
  }

  /** The revocation list as it is now, DER. */
  get crl(): Buffer {
    if (this.#crl === undefined) throw new Error('no revocation list was signed');
    return this.#crl.der;
  }

  isRevoked(serial: string): boolean {
    return (this.#rows.get(serial)?.revokedAtMs ?? 0) > 0;
  }

  has(serial: string): boolean {
    return this.#rows.has(serial);
  }

  /** What the view shows. */
  records(): IssuedCertificate[] {
    const nowMs = this.#parts.clock.nowMs();
    return [...this.#rows.values()].map((row) => recordOf(row, nowMs));
  }

  /** Room for one more. */
  mayIssue(): Result<void> {
    const nowMs = this.#parts.clock.nowMs();
    const { issued: most } = limits.upload;
    if (this.#rows.size < most) return ok(undefined);
    const open = this.#rows.values().filter(({ endsAtMs }) => endsAtMs > nowMs);
    return [...open].length < most ? ok(undefined) : no(uploadCodes.refuse('security.too-many-certificates', { most }));
  }

  /** Writes down what was issued. Throws where that is not possible: then it must not be given to anybody. */
  async add(certificate: NewCertificate, actor: Actor): Promise<void> {
    const row = { ...certificate, issuedBy: actor.user, revokedAtMs: 0, reason: 'none' };
    const { storage, trail } = this.#parts;
    await storage.transaction(async (tx) => {
      await storage.issuedCertificates.add(tx, row);
      await trail.append(tx, factOf(actor, 'certificate issued', row, `Kind: ${row.kind}`));
    });
    this.#rows.set(row.serial, row);
  }

  /** Takes a certificate back, in the list and on record as one. Refuses one that is not there or was taken back before. */
  revoke(serial: string, reason: RevocationReason, actor: Actor): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const row = this.#rows.get(serial);
      if (row === undefined) return no(uploadCodes.refuse('security.certificate-unknown', { serial }));
      if (row.revokedAtMs > 0) return no(uploadCodes.refuse('security.certificate-revoked-already', { serial }));
      const revokedAtMs = this.#parts.clock.nowMs();
      const { storage, trail } = this.#parts;
      await this.#renew({ serial, revokedAtMs, reason }, async (tx) => {
        await storage.issuedCertificates.setRevoked(tx, serial, revokedAtMs, reason);
        await trail.append(tx, factOf(actor, 'certificate revoked', row, `Reason: ${reason}`));
      });
      this.#rows.set(serial, { ...row, revokedAtMs, reason });
      return ok(undefined);
    });
  }

  /** Signs the list anew when half of its time is over or another lifetime was set; forgets what ended long ago. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const { clock, storage, crlLifetimeDays } = this.#parts;
      const nowMs = clock.nowMs();
      const lifetimeMs = crlLifetimeDays() * dayMs;
      const present = this.#crl;
      const isGood =
        present !== undefined &&
        present.nextMs - present.nowMs === lifetimeMs &&
        nowMs >= present.nowMs &&
        present.nextMs - nowMs > lifetimeMs / 2;
      if (!isGood) {
        const before = nowMs - forgottenDays * dayMs;
        await this.#renew(undefined, (tx) => storage.issuedCertificates.deleteEndedBefore(tx, before));
        for (const { serial, endsAtMs } of this.#rows.values()) if (endsAtMs < before) this.#rows.delete(serial);
      }
      this.#wait((this.#crl?.nextMs ?? nowMs) - lifetimeMs / 2 - nowMs);
    });
  }

  close(): void {
    this.#stop();
    this.#stop = () => undefined;
  }

  #wait(ms: number): void {
    const { clock, log } = this.#parts;
    this.#stop();
    this.#stop = clock.after(Math.max(ms, 1), () => {
      this.refresh().catch((fault: unknown) => {
        log.fault('the revocation list could not be signed anew', fault);
        this.#wait(againMs);
      });
    });
  }

  /** The next list, with one more entry where there is one, on disk together with what `also` writes. */
  async #renew(more: RevokedEntry | undefined, also: (tx: Tx) => Promise<void>): Promise<void> {
    const { storage, clock, crlLifetimeDays } = this.#parts;
    const nowMs = clock.nowMs();
    // Above all before, those too that a database which was put back from a copy does not know of.
    const number = Math.max((this.#crl?.number ?? 0) + 1, Math.floor(nowMs / minuteMs));
    const nextMs = nowMs + crlLifetimeDays() * dayMs;
    const entries = [...this.#revoked(nowMs), ...(more === undefined ? [] : [more])];
    const der = await this.#sign({ number, nowMs, nextMs, entries });
    const text = [number, nowMs, nextMs, der.toString('base64')].join(' ');
    await storage.transaction(async (tx) => {
      await storage.system.put(tx, crlName, text);
      await also(tx);
    });
    this.#crl = { number, nowMs, nextMs, der };
    this.#parts.onList();
  }

  #revoked(nowMs: number): RevokedEntry[] {
    return [...this.#rows.values()]
      .filter(({ revokedAtMs, endsAtMs }) => revokedAtMs > 0 && endsAtMs > nowMs - listedDays * dayMs)
      .map(({ serial, revokedAtMs, reason }) => ({ serial, revokedAtMs, reason: reasonOf(reason) }));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function recordOf(row: IssuedCertificateRow, nowMs: number): IssuedCertificate {
  const { serial, name, fingerprint, issuedBy, issuedAtMs, endsAtMs, revokedAtMs } = row;
  return {
    ...{ serial, name, fingerprint, issuedBy, kind: kindOf(row.kind) },
    ...{ issued: moment(issuedAtMs), ends: moment(endsAtMs), revoked: revokedAtMs === 0 ? '' : moment(revokedAtMs) },
    state: revokedAtMs > 0 ? 'revoked' : endsAtMs < nowMs ? 'ended' : 'good',
    reason: revokedAtMs === 0 ? 'none' : reasonOf(row.reason),
  };
}

const moment = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toString();
const reasonOf = (text: string): RevocationReason => (text === 'stolen' || text === 'replaced' ? text : 'unused');
const kinds: readonly IssuedKind[] = ['person', 'phone', 'manager', 'controller', 'own'];
const kindOf = (text: string): IssuedKind => kinds.find((kind) => kind === text) ?? 'person';

/** One that cannot be read is signed anew. */
function readCrl(text = ''): CrlState | undefined {
  const [number, nowMs, nextMs, der] = text.split(' ');
  if (der === undefined || ![number, nowMs, nextMs].every((part) => /^\d{1,15}$/.test(part ?? ''))) return undefined;
  return { number: Number(number), nowMs: Number(nowMs), nextMs: Number(nextMs), der: Buffer.from(der, 'base64') };
}

const factOf = (actor: Actor, action: string, { serial, name }: { serial: string; name: string }, more: string) => ({
  ...({ level: 'medium', actor, action } as const),
  data: `Name: ${name}; Serial: ${serial}; ${more}`,
});
