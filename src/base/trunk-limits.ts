// Limits of trunks: part of `limits`. Providers are peers like others, and their name servers too.

export const trunkLimits = {
  trunks: {
    /** Places of one trunk, of all its proxies together: the largest providers name eight. */
    places: 16,
    /** NAPTR and SRV records of one name that are looked at. */
    records: 16,
    /** A name is looked up again after this; what it led to is used as long as the DNS fails. */
    lookUpMs: 60_000,
    /** While nothing is known of a name. */
    lookUpAgainMs: 15_000,
    /** One question to the DNS, with its repetitions. */
    questionMs: 5_000,
    /** OPTIONS or REGISTER that nobody answered for this long: four repetitions over UDP. */
    answerMs: 8_000,
    /** A place that is down is asked again after this, then twice as long each time, up to the most. */
    pauseMs: 2_000,
    mostPauseMs: 60_000,
    /** A registration that was refused, not just unanswered: the provider has made up its mind, and may block us. */
    refusedPauseMs: 30_000,
    mostRefusedPauseMs: 300_000,
    /** The least and most time of a registration; what a provider grants beyond it is renewed as if it were this. */
    leastRegistrationSeconds: 30,
    mostRegistrationSeconds: 86_400,
    /** Empty lines on a connection that is registered over (RFC 5626 §4.4.1: 95 to 120 seconds). */
    keepAliveMs: 95_000,
    /** Ending a registration: a provider that does not answer is left with what runs out by itself. */
    farewellMs: 2_000,
    /** Addresses whose trunk, or whose being none, is remembered. */
    identified: 4_096,
    /** A test call that does not ring by then is taken back. */
    testCallMs: 20_000,
  },
} as const;
