// An offer with what goes along with it.

export interface Dressed {
  readonly contentType: string;
  readonly body: string;
  /** Whole lines. */
  readonly headers: string;
}
