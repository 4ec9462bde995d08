// Limits of the media engine: part of `limits`.

export const engineLimits = {
  engine: {
    /** Streams in one thread: each has its ports. */
    sessions: 1_000,
    /** Packets a second that one stream may send us: 50 of 20 ms, twice over, and some for RTCP on the same port. */
    packetsPerSecond: 110,
    /** What may come at once after a pause on the way: a fifth of a second. */
    packetBurst: 22,
    /** Packets that wait for their turn: more than half a second is nobody's jitter. */
    waitingPackets: 32,
    /** Keys told of one stream in a second: nobody presses faster. */
    keysPerSecond: 20,
    /** Pieces of one prompt: a long date has a dozen. */
    playItems: 500,
    /** Streams in one room. */
    roomParts: 128,
    /** How often a thread that died is started again within an hour. */
    restarts: 10,
  },
} as const;
