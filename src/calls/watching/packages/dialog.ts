// The package `dialog` (RFC 4235): what an extension does, for busy lamps. Always the whole state, and always a dialog in it, for phones
// that put their lamp out only by one. Who talks, and the names by which a call is picked up, are told to those alone who may pick it up.

import { limits } from '#base';
import { encodeText, escapeUser } from '#sip';
import type { AppearanceView } from '../activity.ts';
import { pickupNamesOf } from '../pickup-names.ts';
import { escapeXml } from '../xml.ts';
import { type EventPackage, type WatchedWorld, xmlHead } from './package.ts';

const contentType = 'application/dialog-info+xml';

export const dialogPackage: EventPackage = {
  name: 'dialog',
  contentType,
  isOwn: false,
  takesLists: true,
  takesBody: false,
  documents: (number, seesIdentities, world) => [
    {
      key: `dialog ${number} ${seesIdentities ? 'identities' : 'state'}`,
      number,
      contentType,
      make: () => ({
        head: `${xmlHead}<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="`,
        tail: `" state="full" entity="${addressOf(number, world)}">\n${dialogsOf(number, seesIdentities, world)}</dialog-info>\n`,
      }),
    },
  ],
};

/** An extension, or a number of the public network, as an address within XML. */
const addressOf = (number: string, { realm }: WatchedWorld): string =>
  escapeXml(`sip:${escapeUser(encodeText(number))}@${realm()}`);

function dialogsOf(number: string, seesIdentities: boolean, world: WatchedWorld): string {
  const appearances = world.activity.of(number);
  if (appearances.length === 0) return `<dialog id="${number}"><state>terminated</state></dialog>\n`;
  const told = toldOf(appearances);
  return told.map((view) => dialogOf(view, number, seesIdentities, world)).join('');
}

function toldOf(appearances: readonly AppearanceView[]): readonly AppearanceView[] {
  const { appearancesTold } = limits.watching;
  if (appearances.length <= appearancesTold) return appearances;
  const rings = ({ state }: AppearanceView): number => (state === 'early' ? 0 : 1);
  return appearances.toSorted((one, other) => rings(one) - rings(other)).slice(0, appearancesTold);
}

function dialogOf(view: AppearanceView, number: string, seesIdentities: boolean, world: WatchedWorld): string {
  const { direction, state, id, ordinal, held } = view;
  const begin = `<dialog id="${number}-${ordinal}"`;
  const rendering = `<param pname="+sip.rendering" pval="${held ? 'no' : 'yes'}"/>`;
  if (!seesIdentities) return `${begin} direction="${direction}"><state>${state}</state></dialog>\n`;
  const { callId, localTag, remoteTag } = pickupNamesOf(id);
  const names = ` call-id="${callId}" local-tag="${localTag}" remote-tag="${remoteTag}" direction="${direction}"`;
  const own = addressOf(number, world);
  const local = `<local><identity>${own}</identity><target uri="${own}">${rendering}</target></local>`;
  return `${begin}${names}><state>${state}</state>${remoteOf(view, world)}${local}</dialog>\n`;
}

function remoteOf({ remote }: AppearanceView, world: WatchedWorld): string {
  const address = remote.number === '' ? 'sip:anonymous@anonymous.invalid' : addressOf(remote.number, world);
  const display = remote.name === '' ? '' : ` display="${escapeXml(remote.name)}"`;
  return `<remote><identity${display}>${address}</identity><target uri="${address}"/></remote>`;
}
