// What routing asks of emergency calls: is it one, by which route, and what is sent.

export interface EmergencyNumber {
  readonly number: string;
  /** The key of a record of Routes or Route Lists; blank: the first trunk that is up. */
  readonly route: string;
  /** What is sent. */
  readonly digits: string;
}

/** What of a dialled number is an emergency number, direct or behind an outside prefix. */
export interface EmergencyLook {
  match(dialled: string): EmergencyNumber | undefined;
}
