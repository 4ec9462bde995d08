// The package `presence` (RFC 3856) as PIDF with RPID: can it be reached, does it talk, does it want to be left alone; and what its own
// device has published of it.

import type { Published } from '../publications.ts';
import { escapeXml } from '../xml.ts';
import { type EventPackage, type WatchedWorld, xmlHead } from './package.ts';

const contentType = 'application/pidf+xml';
const namespaces =
  'xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid"';

export const presencePackage: EventPackage = {
  name: 'presence',
  contentType,
  isOwn: false,
  takesLists: true,
  takesBody: false,
  documents: (number, _, world) => [
    { key: `presence ${number}`, number, contentType, make: () => ({ head: presenceOf(number, world) }) },
  ],
};

function presenceOf(number: string, world: WatchedWorld): string {
  const { basic, activity, note } = stateOf(number, world);
  const address = `sip:${number}@${escapeXml(world.realm())}`;
  const words = note === '' ? '' : `<dm:note>${escapeXml(note)}</dm:note>`;
  const activities = activity === '' ? '' : `<rpid:activities><rpid:${activity}/></rpid:activities>`;
  const person = `<dm:person id="p${number}">${activities}${words}</dm:person>\n`;
  const tuple = `<tuple id="t${number}"><status><basic>${basic}</basic></status><contact priority="0.8">${address}</contact></tuple>\n`;
  return `${xmlHead}<presence ${namespaces} entity="${address}">\n${tuple}${person}</presence>\n`;
}

/** What the system knows goes before what a device says of it. */
function stateOf(number: string, { activity, station, published, isReached }: WatchedWorld): Published {
  const watched = station(number);
  const said = published(number) ?? { basic: 'open', activity: '', note: '' };
  const isThere = watched !== undefined && isReached(watched);
  if (watched === undefined || !isThere) return { basic: 'closed', activity: said.activity, note: said.note };
  if (activity.isBusy(number)) return { ...said, activity: 'on-the-phone' };
  if (watched.record.doNotDisturb) return { ...said, activity: 'busy' };
  return said;
}
