// Limits of attendants and DISA: part of `limits`.

export const attendantLimits = {
  attendant: {
    /** How often a caller is asked before the attendant gives up. */
    tries: 5,
    /** Names that are read out for a caller to choose among. */
    names: 5,
    /** Keys of a name. */
    nameKeys: 12,
    /** Codes of DISA: every one is compared at each call. */
    disaCodes: 1_000,
    /** How often an announcement is said. */
    repeats: 10,
  },
} as const;
