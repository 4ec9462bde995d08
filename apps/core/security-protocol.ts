// How secure the system is, in the words of the protocol: lines of security profiles, their report and their history. Types only.

/** How well the system meets a security profile, line by line (SEC-7). */
export interface SecurityReportLine {
  /** The id of the profile that was asked about: minimum, medium, maximum, session-management-srg. */
  readonly profile: string;
  readonly title: string;
  /** The profile that this site has adopted; blank when none. */
  readonly adopted: string;
  /** The highest of minimum, medium and maximum that is met in full; blank when none is. */
  readonly grade: string;
  /** Every line that applies is met. */
  readonly met: boolean;
  readonly checkedAtMs: number;
  readonly lines: readonly SecurityCheckLine[];
}

export interface SecurityCheckLine {
  readonly id: string;
  /** Where the demand comes from, such as "Implementing Security, Medium, 6" or an id of the SRG. */
  readonly source: string;
  readonly statement: string;
  /** `to-do`: only a person can bring it. `unknown`: it could not be looked at. */
  readonly state: 'met' | 'not-met' | 'to-do' | 'not-applicable' | 'unknown';
  readonly severity: 'critical' | 'major' | 'minor';
  /** What was seen: "connected to 127.0.0.1:5061 at 14:02: TLS 1.1 refused". */
  readonly evidence: string;
  readonly current: string;
  readonly wanted: string;
  readonly why: string;
  readonly remedy: string;
  readonly mayBreak: string;
  /** Where to change it: a form's id, or blank. */
  readonly form: string;
  /** `security.apply` can mend it. */
  readonly fixable: boolean;
  /** The change after which it was last seen to differ; 0 and blank when none is known. */
  readonly changedAtMs: number;
  readonly changedBy: string;
  readonly auditId: number;
}

/** A moment at which the grade or a line changed, newest first. */
export interface SecurityHistoryLine {
  readonly atMs: number;
  readonly profile: string;
  readonly grade: string;
  readonly met: number;
  readonly notMet: number;
  readonly toDo: number;
  /** The lines that changed their state, and the change that did it. */
  readonly moved: readonly {
    readonly id: string;
    readonly statement: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly by: string;
  readonly auditId: number;
}

/** How well the system is protected, in the fewest words. */
export interface GradeLine {
  /** The highest of minimum, medium and maximum that is met in full; blank when none is, or before the first look. */
  readonly grade: string;
  /** The profile that this site has adopted; `none` when none. */
  readonly adopted: string;
  /** Of the adopted profile. */
  readonly notMet: number;
  readonly toDo: number;
}

/** What one attack of the drill found at one door. */
export interface DrillFindingLine {
  /** The name of a listener, or an address. */
  readonly door: string;
  readonly attack: string;
  readonly through: boolean;
  /** What whoever attacks learns. */
  readonly learns: string;
  /** Blank where it got through. */
  readonly stoppedBy: string;
  readonly remedy: string;
}

export interface DrillLine {
  readonly tookMs: number;
  /** How many got through. */
  readonly through: number;
  readonly findings: readonly DrillFindingLine[];
  /** Listeners for which the time did not suffice. */
  readonly left: readonly string[];
}

export interface SecurityApplyParams {
  readonly profile: string;
  /** Tells the difference and writes nothing. */
  readonly dryRun?: boolean;
  /** Mends these lines alone, without adopting the profile. */
  readonly only?: readonly string[];
}
