// Limits of what this system asks of other hosts: part of `limits`.

export const outgoingLimits = {
  outbound: {
    /** Connections to other hosts at once: strangers' certificates can make us ask for revocation lists. */
    atOnce: 32,
    /** Addresses of one name that are tried; more are no sign of a healthy server. */
    addresses: 8,
    /** Certificates that a server shows: a leaf, two or three intermediates, a root. */
    chain: 10,
    urlLength: 2_048,
    /** What we send: a certificate request or an alarm is under 10 KB. */
    requestBytes: 262_144,
    headBytes: 16_384,
    /** An answer, unless the caller says less: the largest revocation lists of public authorities have some 10 MB. */
    answerBytes: 16_777_216,
    timeoutMs: 20_000,
    /** A mail with all its steps, also to a slow server. */
    mailMs: 60_000,
    /** What a mail server says at once: a greeting or its list of extensions. */
    smtpAnswerBytes: 16_384,
    /** A syslog receiver that takes nothing, or does not answer the end of the connection, for this long has gone. */
    syslogStuckMs: 15_000,
  },
  acme: {
    /** One answer of an authority: a chain of certificates has some 6 KB, a directory 1 KB. */
    answerBytes: 262_144,
    /** How often one request is sent: each nonce may be refused, and a busy server asks to come again. */
    tries: 5,
    /** Between looks at an order; the authority may wish for more, up to the most. */
    pollMs: 2_000,
    mostPollMs: 60_000,
    /** A server that asks to come again later than this is left alone until the next order. */
    mostRetryMs: 60_000,
    /** Waiting for one thing: the authority looks from several places of the world. */
    waitMs: 600_000,
    /** Texts of an authority that go into words, log and audit trail. */
    detailLength: 300,
    /** Names of one order that it may ask to be proved: those of the order, and no more. */
    authorizations: 20,
    /** An order that failed is tried again after this, twice that, and so on. */
    retryMs: 3_600_000,
    mostRetryDelayMs: 86_400_000,
    /** How often renewal information is asked for where the authority does not say, and the least and most that it may say (RFC 9773 §4.3). */
    renewalInfoMs: 21_600_000,
    leastRenewalInfoMs: 3_600_000,
    mostRenewalInfoMs: 86_400_000,
    /** Challenges that the portal answers at once. */
    challenges: 40,
  },
} as const;
