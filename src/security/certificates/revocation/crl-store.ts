// Revocation lists that were fetched, by place and issuer. Its law: a list is used until it is to be refreshed, then until it ends
// when nothing newer can be had; an older one never takes the place of a newer one.

import { type Cancel, type Clock, type Log, limits } from '#base';
import type { ParsedCertificate } from '../parsed.ts';
import { type Crl, readCrl } from './crl.ts';
import type { FetchBytes } from './fetch.ts';

export interface CrlStoreParts {
  readonly fetch: FetchBytes;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a list is used before it is fetched again. */
  readonly refreshMs: () => number;
  /** A list holds something else than before. */
  readonly onChanged: () => void;
}

interface Kept {
  readonly url: string;
  readonly issuer: ParsedCertificate;
  crl: Crl | undefined;
  /** It was to be refreshed while nobody needed it: who asks next waits for a newer one. */
  isStale: boolean;
  why: string;
  /** When it was last tried. */
  triedMs: number;
  /** Whether anybody has asked for it since it was last refreshed. */
  isUsed: boolean;
  running: Promise<void> | undefined;
  cancel: Cancel | undefined;
}

export class CrlStore {
  readonly #parts: CrlStoreParts;
  /** The one that was used last comes last. */
  readonly #kept = new Map<string, Kept>();

  constructor(parts: CrlStoreParts) {
    this.#parts = parts;
  }

  /** The list that `issuer` has at `url`; in words why there is none. */
  async get(url: string, issuer: ParsedCertificate): Promise<Crl | string> {
    const kept = this.#find(url, issuer);
    kept.isUsed = true;
    const nowMs = this.#parts.clock.nowMs();
    if (kept.crl !== undefined && !kept.isStale && kept.crl.nextMs >= nowMs) return kept.crl;
    if (kept.running !== undefined || nowMs - kept.triedMs >= limits.certificates.fetchAgainMs) await this.#fetch(kept);
    return kept.crl !== undefined && kept.crl.nextMs >= this.#parts.clock.nowMs() ? kept.crl : kept.why;
  }

  /** Lists are fetched again when they are next asked for: settings have changed. */
  forget(): void {
    for (const { cancel } of this.#kept.values()) cancel?.();
    this.#kept.clear();
  }

  #find(url: string, issuer: ParsedCertificate): Kept {
    const key = `${issuer.fingerprint} ${url}`;
    const known = this.#kept.get(key);
    const kept = known ?? {
      ...{
        url,
        issuer,
        crl: undefined,
        isStale: false,
        why: 'it was never fetched',
        triedMs: Number.NEGATIVE_INFINITY,
      },
      ...{ isUsed: true, running: undefined, cancel: undefined },
    };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (known === undefined) this.#makeRoom();
    return kept;
  }

  #makeRoom(): void {
    const [first] = this.#kept;
    if (first === undefined || this.#kept.size <= limits.certificates.crls) return;
    first[1].cancel?.();
    this.#kept.delete(first[0]);
  }

  /** Once for all who wait for it. */
  #fetch(kept: Kept): Promise<void> {
    kept.running ??= this.#fetchNow(kept).finally(() => {
      kept.running = undefined;
    });
    return kept.running;
  }

  async #fetchNow(kept: Kept): Promise<void> {
    const { fetch, clock, log, onChanged } = this.#parts;
    kept.triedMs = clock.nowMs();
    const got = await fetch({ url: kept.url, mostBytes: limits.certificates.crlBytes });
    const crl = typeof got === 'string' ? got : await readCrl(got, kept.issuer, kept.url, clock.nowMs());
    const why = typeof crl === 'string' ? crl : whyOlder(crl, kept.crl);
    if (typeof crl === 'string' || why !== undefined) {
      kept.why = `${kept.url}: ${why}`;
      log.warn('a revocation list could not be used', { url: kept.url, why: why ?? '' });
    } else {
      const isOther = !isSameList(kept.crl, crl);
      kept.crl = crl;
      kept.isStale = false;
      if (isOther) onChanged();
    }
    this.#plan(kept);
  }

  /** Beside the connections that need it: when it is to be refreshed, or soon after it could not be. One that nobody uses is left. */
  #plan(kept: Kept): void {
    const { clock, refreshMs } = this.#parts;
    kept.cancel?.();
    if (this.#kept.get(`${kept.issuer.fingerprint} ${kept.url}`) !== kept || kept.crl === undefined) return;
    const leftMs = kept.crl.nextMs - clock.nowMs();
    const waitMs = Math.max(limits.certificates.fetchAgainMs, Math.min(refreshMs(), leftMs));
    kept.cancel = clock.after(waitMs, () => {
      if (!kept.isUsed) kept.isStale = true;
      else {
        kept.isUsed = false;
        void this.#fetch(kept);
      }
    });
  }
}

function whyOlder(crl: Crl, before: Crl | undefined): string | undefined {
  if (before === undefined) return undefined;
  const isLower = crl.number !== undefined && before.number !== undefined && crl.number < before.number;
  return isLower || crl.beginsMs < before.beginsMs ? 'it is older than the one that was fetched before' : undefined;
}

const isSameList = (a: Crl | undefined, b: Crl): boolean =>
  a !== undefined && a.revoked.size === b.revoked.size && a.revoked.isSubsetOf(b.revoked);
