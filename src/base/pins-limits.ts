// Limits of passcodes that are dialled: part of `limits`.

export const pinsLimits = {
  pins: {
    /** Mailboxes, numbers and conferences of each kind whose wrong passcodes are counted: as many as a large site has. */
    counted: 10_000,
  },
} as const;
