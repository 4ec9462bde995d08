// Limits of calls and of what people set up for them: part of `limits`.

export const callsLimits = {
  calls: {
    /** Devices registered under one extension, all rung at once. */
    devicesPerExtension: 10,
    calls: 10_000,
    /** Requests of one dialog that wait for the other leg. */
    pendingPerLeg: 4,
    /** Extensions of one hunt group: one call rings at most this many times the devices of an extension. */
    groupMembers: 32,
    /** Extensions of one pickup group: a floor. */
    pickupMembers: 100,
    /** Extensions that pass one call on, and groups that overflow, one after the other: more is a circle, or somebody's hiding place. */
    forwards: 5,
    /** Extensions that wait at once for another to be free. */
    callBacks: 2_000,
    /** Parked calls at once: every one holds a line of the site. */
    parked: 200,
    /** How often whoever parked a call is called back before it ends. */
    parkRecalls: 3,
    /** Extensions of which the last number dialled and the last caller are kept: as many as a large site has. */
    recentNumbers: 10_000,
    /** Changes of party that the record of a call lists: a call that is passed on more often is a mistake, and goes on. */
    changes: 50,
    /** Keys that a phone has shown in one dialog, remembered so that none of them is taken for a secret in another pair: two for each hold. */
    shownKeys: 500,
    /** Early dialogs of one forked request: RFC 5393 amplification ends here. */
    earlyDialogs: 12,
    /** Extensions whose emergency calls are alarms at once: beyond it the oldest gives way, and stays in the audit trail. */
    emergencyNotices: 100,
    /** Extensions that the self-test of emergency calls dials for: each as one kind of permissions. */
    emergencySamples: 500,
  },
} as const;
