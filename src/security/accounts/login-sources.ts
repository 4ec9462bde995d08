// Where refused logins come from: an address that fails too often must wait, whatever names it tries, and costs no hash meanwhile.

import { type Clock, limits } from '#base';
import { parseAddress } from '#forms';

/** As the window of the Password Reject Limit. */
export const failureWindowMs = 600_000;

export class LoginSources {
  readonly #clock: Clock;
  /** The moments of refused logins, oldest first, by source; the source that failed last is the last one. */
  readonly #failures = new Map<string, readonly number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  admits(source: string): boolean {
    return this.#recent(source).length < limits.accounts.failuresPerSource;
  }

  failed(source: string): void {
    const moments = [...this.#recent(source), this.#clock.steadyMs()].slice(-limits.accounts.failuresPerSource);
    this.#failures.delete(source);
    this.#failures.set(source, moments);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > limits.accounts.sources && oldest !== undefined) this.#failures.delete(oldest);
  }

  /** Nothing is held against this source any more. */
  forgive(source: string): void {
    this.#failures.delete(source);
  }

  #recent(source: string): readonly number[] {
    const fromMs = this.#clock.steadyMs() - failureWindowMs;
    return (this.#failures.get(source) ?? []).filter((moment) => moment > fromMs);
  }
}

const ipv6SiteBytes = 8;

/** One IPv4 address, or one site of IPv6 (the first 64 bits), within which addresses cost nothing. */
export function sourceOf(address: string): string {
  const bytes = parseAddress(address);
  if (bytes === undefined || bytes.length === 4) return address;
  if (isMapped(bytes)) return bytes.slice(12).join('.');
  return [...bytes.slice(0, ipv6SiteBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An IPv4 address as a listener on all IPv6 addresses sees it (RFC 4291 §2.5.5.2). */
const isMapped = (bytes: Uint8Array): boolean =>
  bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
