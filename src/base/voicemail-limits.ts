// Limits of voicemail: part of `limits`.

export const voicemailLimits = {
  voicemail: {
    /** Messages of one mailbox, whatever its record says. */
    messages: 500,
    /** Of one message, in seconds: what is kept in memory while it is played is 8,000 bytes for each. */
    messageSeconds: 600,
    /** Of a greeting or a name. */
    greetingSeconds: 120,
    nameSeconds: 10,
    /** Messages that are left at once: in one mailbox, and by one caller. */
    depositsPerMailbox: 4,
    depositsPerCaller: 2,
    /** What is not answered so often in a row ends the call. */
    unanswered: 3,
    /** Choices of one call: a phone whose keys are stuck does not go on for ever. */
    choices: 1_000,
    /** Mails that wait or have failed: beyond it no more are written, and messages lie in their mailboxes alone. */
    mails: 10_000,
    /** Sounds that are kept of all kinds: with ten seconds each a terabyte is far away. */
    sounds: 200_000,
  },
} as const;
