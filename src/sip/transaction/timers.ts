// Transaction timers (RFC 3261 table 4, RFC 6026 §8.4), in milliseconds.

/** Estimate of a round trip. */
export const T1 = 500;
/** The longest pause between repeats of a non-INVITE request and of an INVITE response. */
export const T2 = 4_000;
/** The longest that a message stays in the network. */
export const T4 = 5_000;
/** How long anything is repeated or waited for: timers B, F, H, J, L, M. */
export const TRANSACTION_MS = 64 * T1;
/** Timer D: how long a failed INVITE absorbs repeats of its answer over UDP. */
export const ABSORB_MS = 32_000;
/** A server must send something within this time, or a 100 (RFC 3261 §17.2.1). */
export const TRYING_MS = 200;
