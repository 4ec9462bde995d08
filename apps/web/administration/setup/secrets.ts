// The secrets of phones that were made in this visit to the setup assistant: shown while it is open, kept nowhere.

export interface Secrets {
  /** Number to secret, of those that were made in this visit. They are kept nowhere else. */
  readonly known: Readonly<Record<string, string>>;
  readonly keep: (number: string, secret: string) => void;
}
