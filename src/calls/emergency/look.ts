// What calls ask of emergency numbers: one question, answered by one look into a map.

export interface EmergencyNumber {
  readonly number: string;
  readonly route: string;
  readonly digits: string;
}

/** What of a dialled number is an emergency number, direct or behind an outside prefix. */
export interface EmergencyLook {
  match(dialled: string): EmergencyNumber | undefined;
}
