// The four transaction machines as tables (RFC 3261 §17, RFC 6026 §7 and §8): state × event → next state and actions.
// An event without an entry is ignored. Read them beside the figures of the RFCs; test/golden/transactions.md prints them.

export type Action =
  /** Send, or send again, what the transaction sends: its request, or its latest response. */
  | 'send'
  /** Hand the message to the user of the transaction. */
  | 'pass'
  /** Acknowledge a final answer that is not a success. */
  | 'acknowledge'
  /** Start repeating over an unreliable transport (timers A, E and G), pausing twice as long each time. */
  | 'repeat'
  /** Repeat only every T2 from now on (timer E in Proceeding). */
  | 'repeat-slowly'
  /** Stop repeating. */
  | 'quiet'
  /** Start the clock after which it is given up (timers B, F, H). */
  | 'deadline'
  | 'no-deadline'
  /** Start the clock for absorbing repeats: D, I, J, K (nothing to absorb over a reliable transport) and L, M (always). */
  | 'absorb-D'
  | 'absorb-I'
  | 'absorb-J'
  | 'absorb-K'
  | 'absorb-L'
  | 'absorb-M'
  /** Tell the user that no answer came, or that no ACK came. */
  | 'timed-out'
  /** Tell the user that the message could not be sent. */
  | 'unsent';

export type State = 'calling' | 'trying' | 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';
export type Event =
  | 'start'
  | 'request'
  | 'ack'
  | 'provisional'
  | 'success'
  | 'failure'
  /** A CANCEL was sent after this INVITE. */
  | 'cancelled'
  | 'repeat-due'
  | 'deadline-passed'
  | 'absorbed'
  | 'transport-failed';
export interface Step {
  readonly to: State;
  readonly do: readonly Action[];
}
export type Table = Readonly<Partial<Record<State, Readonly<Partial<Record<Event, Step>>>>>>;

const step = (to: State, ...actions: Action[]): Step => ({ to, do: actions });
const ended = step('terminated');

/** INVITE client (RFC 3261 §17.1.1, RFC 6026 §8.4). */
export const inviteClient: Table = {
  calling: {
    start: step('calling', 'send', 'repeat', 'deadline'),
    'repeat-due': step('calling', 'send', 'repeat'),
    provisional: step('proceeding', 'quiet', 'no-deadline', 'pass'),
    success: step('accepted', 'quiet', 'no-deadline', 'absorb-M', 'pass'),
    failure: step('completed', 'quiet', 'no-deadline', 'acknowledge', 'absorb-D', 'pass'),
    'deadline-passed': step('terminated', 'timed-out'),
    'transport-failed': step('terminated', 'unsent'),
  },
  // A phone may ring for as long as it likes, until it is cancelled: then 64·T1 (RFC 3261 §9.1).
  proceeding: {
    provisional: step('proceeding', 'pass'),
    success: step('accepted', 'no-deadline', 'absorb-M', 'pass'),
    failure: step('completed', 'no-deadline', 'acknowledge', 'absorb-D', 'pass'),
    cancelled: step('proceeding', 'deadline'),
    'deadline-passed': step('terminated', 'timed-out'),
  },
  accepted: { success: step('accepted', 'pass'), absorbed: ended },
  completed: { failure: step('completed', 'acknowledge'), absorbed: ended },
};

/** Client of every other method (RFC 3261 §17.1.2). */
export const requestClient: Table = {
  trying: {
    start: step('trying', 'send', 'repeat', 'deadline'),
    'repeat-due': step('trying', 'send', 'repeat'),
    provisional: step('proceeding', 'repeat-slowly', 'pass'),
    success: step('completed', 'quiet', 'no-deadline', 'absorb-K', 'pass'),
    failure: step('completed', 'quiet', 'no-deadline', 'absorb-K', 'pass'),
    'deadline-passed': step('terminated', 'timed-out'),
    'transport-failed': step('terminated', 'unsent'),
  },
  proceeding: {
    'repeat-due': step('proceeding', 'send', 'repeat-slowly'),
    provisional: step('proceeding', 'pass'),
    success: step('completed', 'quiet', 'no-deadline', 'absorb-K', 'pass'),
    failure: step('completed', 'quiet', 'no-deadline', 'absorb-K', 'pass'),
    'deadline-passed': step('terminated', 'timed-out'),
    'transport-failed': step('terminated', 'unsent'),
  },
  completed: { absorbed: ended },
};

/** INVITE server (RFC 3261 §17.2.1, RFC 6026 §7.1). Successes are repeated by the user, not here. */
export const inviteServer: Table = {
  proceeding: {
    request: step('proceeding', 'send'),
    provisional: step('proceeding', 'send'),
    success: step('accepted', 'send', 'absorb-L'),
    failure: step('completed', 'send', 'repeat', 'deadline'),
    'transport-failed': step('terminated', 'unsent'),
  },
  accepted: {
    success: step('accepted', 'send'),
    ack: step('accepted', 'pass'),
    absorbed: ended,
    'transport-failed': step('accepted', 'unsent'),
  },
  completed: {
    request: step('completed', 'send'),
    'repeat-due': step('completed', 'send', 'repeat'),
    ack: step('confirmed', 'quiet', 'no-deadline', 'absorb-I'),
    'deadline-passed': step('terminated', 'timed-out'),
    'transport-failed': step('terminated', 'unsent'),
  },
  confirmed: { absorbed: ended },
};

/** Server of every other method (RFC 3261 §17.2.2). */
export const requestServer: Table = {
  trying: {
    provisional: step('proceeding', 'send'),
    success: step('completed', 'send', 'absorb-J'),
    failure: step('completed', 'send', 'absorb-J'),
    'transport-failed': step('terminated', 'unsent'),
  },
  proceeding: {
    request: step('proceeding', 'send'),
    provisional: step('proceeding', 'send'),
    success: step('completed', 'send', 'absorb-J'),
    failure: step('completed', 'send', 'absorb-J'),
    'transport-failed': step('terminated', 'unsent'),
  },
  completed: { request: step('completed', 'send'), absorbed: ended },
};
