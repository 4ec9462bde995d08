// Limits of conferences, queues and pages: part of `limits`. Whoever calls can make these grow, strangers too.

export const meetingLimits = {
  conferences: {
    /** At once: each holds its roster and what its parties are called. */
    running: 200,
    /** Of one conference: sixty is what one core mixes over SRTP, with room to grow. */
    parties: 100,
    /** Of all conferences together. */
    allParties: 1_000,
    /** Extensions that moderate a conference without a PIN. */
    moderators: 50,
    /** PINs that one call may try. */
    tries: 3,
    /** A name that somebody from outside says: 8,000 bytes a second, in memory as long as they are there. */
    nameMs: 3_000,
    /** Words that wait to be told to one party; more are not told: who comes late is told what is so now. */
    notices: 6,
    /** Keys that wait while something is said; the rest of a storm is not heard. */
    keys: 16,
    /** Names that a moderator is told; of a larger roster the number alone. */
    spokenNames: 12,
    /** How often is looked whether the way of a party is still as secure as it was. */
    lookMs: 2_000,
  },
  queues: {
    /** Members of one queue that are no hunt group. */
    agents: 64,
    /** Who waits in one queue, at the most that a queue can be set to. */
    waiting: 200,
    /** Who waits in all of them. */
    allWaiting: 1_000,
    /** The next caller is sent to a hunt group so long after the one before: its phones ring by then and count as busy. */
    settleMs: 2_000,
    /** Whether an agent is free is asked this often, besides when it is told. */
    lookMs: 2_000,
    /** Waits that the expected one is made of. */
    samples: 20,
  },
  pages: {
    /** Phones of one zone: each is a call of its own, all begun at once. */
    members: 100,
    /** Phones that do not answer by themselves within this are given up: one that would has done it by then. */
    answerMs: 4_000,
    /** Pages at once. */
    running: 10,
  },
} as const;
