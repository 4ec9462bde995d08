// Limits of hot desking: part of `limits`.

export const deskLimits = {
  desks: {
    /** Whose wrong PINs are counted: numbers that are dialled and desks. A site's extensions several times over. */
    counted: 20_000,
    /** Locks that are alarms at once; the rest is counted in one. */
    alarms: 20,
    /** People who are logged out at one look: the rest follows at the next. */
    loggedOutAtOnce: 100,
    /** How long a desk can be called back after an emergency call, whoever is at it: emergency services call back within minutes. */
    callBackMs: 3_600_000,
  },
} as const;
