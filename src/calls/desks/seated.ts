// Who stands at one end of a call, and at whose device: a person who is logged in at a desk speaks as themselves, from there.

import type { Party } from '../routing/attempt.ts';
import type { Station } from '../stations/station.ts';

/** One end of a call as it stands there: who it is, and the extension whose device they use where that is another. */
export interface Seated {
  readonly party: Party;
  readonly desk?: Station | undefined;
}

/** Whose device it is. */
export const stationUsed = ({ party, desk }: Seated): Party => desk ?? party;
