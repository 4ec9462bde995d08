// A party of a conference as the view shows it.

import { type Conference, isMuted, type Party } from './conference.ts';
import type { ConferencePartyRow } from './conferences-in-progress.view.ts';

/** `key` names the conference: its name, and behind a colon the extension whose own it is. */
export const conferenceRow = (key: string, conference: Conference, party: Party): ConferencePartyRow => ({
  ...{ id: party.id, conference: key, number: party.number, name: party.name },
  security: party.isSecure ? 'secure' : 'insecure',
  everybody: conference.isSecure ? 'secure' : 'insecure',
  state: conference.isOpen ? (isMuted(party) ? 'muted' : 'heard') : 'waiting',
  ...{ moderator: party.isModerator, locked: conference.isLocked, since: new Date(party.sinceMs).toISOString() },
});
