// The package `reg` (RFC 3680): the devices of an extension, for the extension itself.

import type { Binding } from '../../registrar/binding.ts';
import { escapeXml } from '../xml.ts';
import { type EventPackage, type WatchedWorld, xmlHead } from './package.ts';

const contentType = 'application/reginfo+xml';

export const regPackage: EventPackage = {
  name: 'reg',
  contentType,
  isOwn: true,
  takesLists: false,
  takesBody: false,
  documents: (number, _, world) => [
    {
      key: `reg ${number}`,
      number,
      contentType,
      make: () => ({
        head: `${xmlHead}<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="`,
        tail: `" state="full">\n${registrationOf(number, world)}</reginfo>\n`,
      }),
    },
  ],
};

function registrationOf(number: string, { realm, station }: WatchedWorld): string {
  const bindings = station(number)?.bindings ?? [];
  const state = bindings.length === 0 ? 'init' : 'active';
  const begin = `<registration aor="sip:${number}@${escapeXml(realm())}" id="r${number}" state="${state}">`;
  return `${begin}${bindings.map(contactOf).join('')}</registration>\n`;
}

const contactOf = ({ id, contact }: Binding): string =>
  `<contact id="c${id}" state="active" event="registered"><uri>${escapeXml(contact)}</uri></contact>`;
