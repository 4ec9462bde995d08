// What decisions ask of emergency numbers: whether what was dialled is one.

export interface EmergencyNumber {
  readonly number: string;
  readonly route: string;
  readonly digits: string;
}

/** What of a dialled number is an emergency number, direct or behind an outside prefix. */
export interface EmergencyLook {
  match(dialled: string): EmergencyNumber | undefined;
}
