// Limits of the media engine: part of `limits`.

export const mediaLimits = {
  engine: {
    /** Streams whose end is the system itself: two descriptors each. */
    sessions: 4_000,
    /** What a stream may bring: 50 packets a second are usual, 100 at 10 ms; and so many at once after a pause of the network. */
    packetsPerSecond: 110,
    packetsAtOnce: 20,
    /** Reports of one stream: RFC 3550 means one in five seconds. */
    reportsPerSecond: 5,
    reportsAtOnce: 10,
    /** Packets tried for their key although they come from elsewhere, until the first authentic one. */
    strangersPerSecond: 20,
    strangersAtOnce: 20,
    /** Packets that wait to be played: a second and more of 20 ms each. */
    waitingPackets: 64,
    /** What the buffer puts between arrival and sound. */
    leastDelayMs: 40,
    mostDelayMs: 120,
    /** Keys told of one stream: nobody presses more, dialling machines neither. */
    digitsPerSecond: 20,
    /** Keys that wait to be sent. */
    digitsWaiting: 64,
    /** Items of one `play`, and the kept sound in them: an hour. */
    itemsPlayed: 500,
    keptBytes: 28_800_000,
    /** A tone or a pause within what is played. */
    itemMs: 600_000,
    /** Frames that are made up for when the thread stood still, one every 10 ms; what is beyond is given up. */
    lateFrames: 10,
    /** A thread that has ended is started again after this. */
    restartMs: 500,
  },
} as const;
