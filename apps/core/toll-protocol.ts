// What calls have cost and could cost, in the words of the protocol. Types only.

/** What an extension, a class of service, a trunk or the system has used. */
export interface TollSpentLine {
  readonly scope: 'extension' | 'class' | 'trunk' | 'system';
  /** In words: "Extension 214". */
  readonly who: string;
  /** Calls being set up or in progress. */
  readonly active: number;
  readonly callsHour: number;
  readonly minutesDay: number;
  /** Within 24 hours, in ten-thousandths of the currency. */
  readonly moneyDay: number;
  /** Money as people write it: within an hour, within 24 hours, in this weekend. */
  readonly hour: string;
  readonly day: string;
  readonly weekend: string;
}

/** What an extension could cost at most. */
export interface TollSimulationLine {
  readonly extension: string;
  /** The class of service with which it could cost most. */
  readonly serviceClass: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** In ten-thousandths of the currency, and as people write it. */
  readonly amount: number;
  readonly money: string;
  readonly minutes: number;
  readonly calls: number;
  /** The dearest destination that is open, with its first digits, and what a minute there costs. */
  readonly destination: string;
  readonly perMinute: string;
  /** What stopped it, the most frequent first. */
  readonly stoppedBy: readonly { readonly words: string; readonly times: number }[];
  /** No limit of money stopped it: the real cost could be higher. */
  readonly isUnbounded: boolean;
}

/** Whose extension it may be, and over which time; without times, what is left of this weekend, or else the next one. */
export interface TollSimulationParams {
  readonly extension: string;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What of it may be asked through the portal, with a session. */
export interface TollMethods {
  readonly 'toll.spent': {
    readonly params: Readonly<Record<string, never>>;
    readonly result: readonly TollSpentLine[];
  };
  readonly 'toll.simulate': { readonly params: TollSimulationParams; readonly result: TollSimulationLine };
}

/** What calls have cost, as Home tells it: within 24 hours, money as people write it. */
export interface HomeSpentLine {
  /** Of all calls; blank when none has cost anything. */
  readonly day: string;
  /** The extensions that have spent the most. */
  readonly most: readonly { readonly who: string; readonly day: string }[];
}
