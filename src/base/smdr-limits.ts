// Limits of SMDR records, their readers and their collector: part of `limits`.

export const smdrLimits = {
  smdr: {
    /** Records of one file of the buffer: the oldest file goes as a whole, so that this many more than asked for may lie on disk. */
    fileRecords: 1_000,
    /** One record with all its texts; the longest that a call makes has some 1,500. */
    recordBytes: 8_192,
    /** Readers at once: a site has one or two programs that account for calls. */
    readers: 16,
    handshakeMs: 10_000,
    /** What a reader sends is dropped; one that sends more than this within a minute is no reader. */
    receivedBytesPerMinute: 4_096,
    /** What one reader is handed at once, some 90 records: read from disk within a millisecond or two, between calls. */
    writtenBytes: 8_192,
    /** A reader that takes nothing for this long is cut off; what it had not taken stays. */
    stuckMs: 30_000,
    /** A write that the system does not take within this time met a reader that reads slower than it is sent to. */
    pressedMs: 50,
    /** What a connection has survived for this long has arrived; what is younger when it breaks off is sent again. */
    arrivedMs: 60_000,
    /** What was sent so shortly before a reader ended its connection may have crossed with the end. */
    crossedMs: 1_000,
    /** When the system ends a connection, the reader has this long to end its side, which is its receipt. */
    farewellMs: 500,
    /** Records that wait for the collector of the client mode; the oldest are given up then. */
    collectorRecords: 3_000,
    /** Records that go to the collector over one connection; its answered end is the receipt. */
    perConnection: 500,
    /** A connection to the collector ends when nothing came for this long. */
    collectorIdleMs: 2_000,
    /** A collector that takes nothing, or does not end its side, for this long has failed. */
    collectorStuckMs: 15_000,
  },
} as const;
