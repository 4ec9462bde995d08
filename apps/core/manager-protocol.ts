// What a Manager and a system tell each other beyond what the portal passes on: types only, part of portal-protocol.ts.

export interface ManagerParams {
  /** The name under which it was enrolled, as it says. */
  readonly name: string;
  readonly version: string;
  readonly checkLevel: 'low' | 'medium' | 'high';
  readonly offerCertificate: boolean;
  readonly idleTimer: boolean;
  /** The preferences that are fixed for everybody on its computer. */
  readonly fixed: readonly string[];
}

/** Before an enrolment: what the system is, to be believed only when the code says so. */
export interface ManagerHelloLine {
  readonly systemName: string;
  readonly authorityPem: string;
}

/** The public key of a computer (PEM, SPKI), and the proof in base64 that it has the code. */
export interface EnrolmentParams {
  readonly publicKey: string;
  readonly proof: string;
}

export interface EnrolmentLine {
  /** The name that the code was made for. */
  readonly name: string;
  readonly certificatePem: string;
  readonly authorityPem: string;
}
