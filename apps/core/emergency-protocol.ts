// The lines of the self-test of emergency calls, a part of the protocol of the local socket. Types only.

export interface EmergencyFindingLine {
  readonly what: string;
  readonly state: 'good' | 'weak' | 'failed';
  readonly words: string;
}

/** What the self-test of emergency calls found. */
export interface EmergencyTestLine {
  readonly findings: readonly EmergencyFindingLine[];
  readonly failed: number;
  readonly words: string;
}

/** What may be asked through the portal, with a session. */
export interface EmergencyMethods {
  readonly 'emergency.test': { readonly params: Readonly<Record<string, never>>; readonly result: EmergencyTestLine };
}
