// What the transport counts, since it began. Read by status pages and tests.

export class TransportCounters {
  /** Well-formed messages handed on. */
  received = 0;
  /** Messages given to the system to send. */
  sent = 0;
  /** Messages not sent: the flow was closed, or its peer had too much unread. */
  unsent = 0;
  /** Keep-alives received. */
  keepAlives = 0;
  /** Messages and connections that the gate kept out. */
  gated = 0;
  /** Malformed messages that could be answered. */
  bad = 0;
  /** Bytes of which nothing could be made, once for each message or broken stream. */
  hopeless = 0;
  /** Connections refused at a limit. */
  refused = 0;
  /** TLS handshakes that failed, took too long or were abandoned. */
  handshakesFailed = 0;
  /** TLS connections whose certificate was judged and not let in, when they came or later. */
  notRecognised = 0;
  /** Connections ended by a limit of time. */
  overdue = 0;
}
