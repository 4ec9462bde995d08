// The names of a dialog that those who may pick it up get (RFC 4235 §4.1.2), all made of the appearance's id: a phone sends them back
// in Replaces, and nobody else can guess them.

const prefix = 'appearance-';

export interface PickupNames {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

export const pickupNamesOf = (id: string): PickupNames => ({
  callId: `${prefix}${id}`,
  localTag: `${id}-l`,
  remoteTag: `${id}-r`,
});

/** The id of the appearance that a Replaces (RFC 3891) means; undefined where it was not made from one. */
export function appearanceNamed(callId: string, toTag: string, fromTag: string): string | undefined {
  if (!callId.startsWith(prefix)) return undefined;
  const id = callId.slice(prefix.length);
  const { localTag, remoteTag } = pickupNamesOf(id);
  return toTag === localTag && fromTag === remoteTag ? id : undefined;
}
