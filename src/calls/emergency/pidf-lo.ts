// A location as it travels with an emergency call: PIDF-LO (RFC 4119, RFC 5139) beside the session description (RFC 6442).

import { randomHex } from '#base';
import type { EmergencyLocation } from './emergency-locations.form.ts';

export interface LocatedBody {
  readonly contentType: string;
  readonly body: string;
  /** Whole lines, each ended by CRLF. */
  readonly headers: string;
}

/** The session description and the location in one body, and the lines that refer to it. `entity` is whose location it is: a URI. */
export function withLocation(sdp: string, location: EmergencyLocation, entity: string): LocatedBody {
  const id = `${randomHex(16)}@location.invalid`;
  const boundary = `part-${randomHex(16)}`;
  const part = (headers: string, content: string): string => `--${boundary}\r\n${headers}\r\n${content}\r\n`;
  return {
    contentType: `multipart/mixed;boundary=${boundary}`,
    body:
      part('Content-Type: application/sdp\r\n', sdp) +
      // Who cannot read it takes the call all the same (RFC 5621 §9.1).
      part(
        `Content-Type: application/pidf+xml\r\nContent-ID: <${id}>\r\nContent-Disposition: by-reference;handling=optional\r\n`,
        printPidfLo(location, entity),
      ) +
      `--${boundary}--\r\n`,
    headers: `Geolocation: <cid:${id}>\r\nGeolocation-Routing: yes\r\n`,
  };
}

/** The document, in ASCII. Whoever has it may pass it on: the provider does, to those who help. */
export const printPidfLo = (location: EmergencyLocation, entity: string): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="${geopriv}" xmlns:gbp="${geopriv}:basicPolicy" xmlns:cl="${geopriv}:civicAddr" entity="${escapeXml(entity)}">`,
    '<tuple id="location"><status><gp:geopriv><gp:location-info><cl:civicAddress>',
    ...printAddress(location),
    '</cl:civicAddress></gp:location-info>',
    '<gp:usage-rules><gbp:retransmission-allowed>true</gbp:retransmission-allowed></gp:usage-rules>',
    '<gp:method>Manual</gp:method></gp:geopriv></status></tuple>',
    '</presence>',
  ].join('\r\n');

const geopriv = 'urn:ietf:params:xml:ns:pidf:geopriv10';

/** The elements in the order that the schema of RFC 5139 §5 wants. */
function printAddress(location: EmergencyLocation): string[] {
  const elements: readonly (readonly [string, string])[] = [
    ['country', location.country],
    ['A1', location.state],
    ['A3', location.city],
    ['RD', location.road],
    ['HNO', location.houseNumber],
    ['LOC', location.additional],
    ['FLR', location.floor],
    ['NAM', location.name],
    ['PC', location.postalCode],
    ['ROOM', location.room],
  ];
  return elements
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<cl:${name}>${escapeXml(value)}</cl:${name}>`);
}

/** What is not plain ASCII is written as a reference; what XML cannot carry becomes the replacement character. */
export const escapeXml = (text: string): string =>
  text.toWellFormed().replace(/[^\x20\x21\x23-\x25\x28-\x3b\x3d\x3f-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isCarried = code >= 0x20 && code !== 0xfffe && code !== 0xffff && !(code >= 0x7f && code < 0xa0);
    return `&#${isCarried ? code : 0xfffd};`;
  });
