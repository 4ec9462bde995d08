// Limits of the toll guard: what calls and whoever makes them can make grow.

export const tollLimits = {
  toll: {
    /** Accounts and learnt behaviour of extensions, each some 2 KB: twice as many as there are calls at once. */
    accounts: 20_000,
    /** How often calls in progress are looked at: each next minute is counted so long before it begins, and a second more. */
    tickMs: 5_000,
    /** What was spent is kept at most this often; a crash forgets no more. */
    saveEveryMs: 5_000,
    /** Blocks at once. */
    blocks: 1_000,
    /** What happened is a condition for this long after it happened last, and so many of them at once. */
    noticeMs: 3_600_000,
    notices: 200,
    /** Countries that are remembered of one extension; the one that was not called for longest is forgotten. */
    countries: 64,
    /** What was kept, as text. */
    memoryBytes: 67_108_864,
    /** The time that one simulation may span, and the calls that it has at once where no limit says fewer. */
    simulatedDays: 7,
    simulatedCalls: 30,
    /** Attempts within one simulated minute, where no limit stops them. */
    simulatedAttempts: 100,
  },
} as const;
