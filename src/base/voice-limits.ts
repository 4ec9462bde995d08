// Limits of calls with the system itself: part of `limits`.

export const voiceLimits = {
  voice: {
    /** Calls with the system at once: each has ports and a stream. */
    calls: 500,
    /** Of these, calls with one service number, so that a flood at one leaves the others their places. */
    callsPerService: 200,
    /** Keys that wait for whoever takes them: longer than any number that is dialled. */
    keys: 64,
    /** A caller of whom nothing is heard for so long, although their phone should send, is taken for gone. */
    silentMs: 60_000,
    /** How long somebody may be rung who is called by the system or put through. */
    transferMs: 180_000,
  },
} as const;
