// What is kept of an account's password: its hash, since when, and the hashes of those before it. Nobody reads a password again.

export interface KeptPassword {
  /** In PHC form. */
  readonly hash: string;
  readonly setAtMs: number;
  /** Made by the system or chosen by somebody else: it must be changed at the next login. */
  readonly oneTime: boolean;
  /**
   * The passwords that the person has chosen, newest first, the present one too. They have one salt, that of the account, so
   * that a new password is compared with all of them by one hash.
   */
  readonly earlier: readonly string[];
}

export const printKept = (kept: KeptPassword): string => JSON.stringify(kept);

/** Undefined where nothing is kept, or nothing that could be read. */
export function readKept(text: string | undefined): KeptPassword | undefined {
  const kept = parse(text);
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { hash, setAtMs, oneTime, earlier }: Partial<Record<keyof KeptPassword, unknown>> = kept;
  if (typeof hash !== 'string' || typeof setAtMs !== 'number' || typeof oneTime !== 'boolean') return undefined;
  if (!Array.isArray(earlier)) return undefined;
  return { hash, setAtMs, oneTime, earlier: earlier.filter((one) => typeof one === 'string') };
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
