// Limits of subscriptions to events: part of `limits`.

export const watchingLimits = {
  watching: {
    /** Subscriptions in all: ten lamps on each of a thousand phones, five times over. */
    subscriptions: 50_000,
    /** Subscriptions of one extension, all its devices together: the largest key modules have 180 keys. */
    perStation: 300,
    /** Extensions of one list: all of them in one message stay under 64 KB. */
    listMembers: 60,
    lists: 1_000,
    /** A subscription that is not refreshed for longer has no phone behind it. */
    longestSeconds: 3_600,
    /** A shorter one costs more than the state that it brings. */
    shortestSeconds: 60,
    /** Changes within this time are told once. */
    gatherMs: 20,
    /** NOTIFYs that leave at once, and the pause between: at most 5,000 in a second, so that calls do not wait. */
    notifiesAtOnce: 50,
    notifyPauseMs: 10,
    /** How often is looked for subscriptions that have ended, and for those that may not be any more. */
    lookEveryMs: 5_000,
    /** Numbers of a subscription that are reserved with one write: a NOTIFY by itself costs none. */
    reservedNumbers: 1_000,
    /** What a device publishes of itself: a presence document has some 600 bytes. */
    publishedBytes: 4_096,
    noteLength: 100,
    /** An XML document that a phone sends: depth, elements, and characters of one text. */
    xmlDepth: 12,
    xmlElements: 200,
    xmlTextLength: 500,
    /** Things that one extension does at once and that lamps tell of: more are a circle of calls. */
    appearances: 50,
    /** Of these, those that a lamp is told: what rings goes first. A list of all members stays within one message. */
    appearancesTold: 4,
    /** Characters of an event's id, and of the parameters that are kept of a subscription. */
    idLength: 64,
  },
} as const;
