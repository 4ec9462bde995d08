// Writes a description of one's own: what a phone offers or answers.

import type { Attribute, MediaSection, Origin } from './description.ts';
import { printOrigin } from './print.ts';

export interface SectionPlan {
  readonly kind: string;
  /** 0 refuses or switches off. */
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** Whole attribute lines, `a=…`, in order. */
  readonly attributes: readonly string[];
}

/** The text of a description whose media all come to the origin's address; CRLF after every line. */
export function composeSdp(origin: Origin, sections: readonly SectionPlan[]): string {
  const { netType, addressType, address } = origin;
  const lines = ['v=0', printOrigin(origin), 's=-', `c=${netType} ${addressType} ${address}`, 't=0 0'];
  for (const { kind, port, protocol, formats, attributes } of sections)
    lines.push(`m=${kind} ${port} ${protocol} ${formats.join(' ')}`, ...attributes);
  return `${lines.join('\r\n')}\r\n`;
}

export interface RtpMap {
  readonly payloadType: number;
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
}

/** The section's payload types (RFC 8866 §6.6), with the static ones of G.711 (RFC 3551 §6) where it does not map them. */
export function rtpMaps(section: MediaSection): RtpMap[] {
  const maps = section.attributes.flatMap(readMap);
  for (const format of section.formats) {
    const encoding = format === '0' ? 'PCMU' : format === '8' ? 'PCMA' : '';
    const payloadType = Number(format);
    if (encoding !== '' && !maps.some((map) => map.payloadType === payloadType))
      maps.push({ payloadType, encoding, clockRate: 8000, channels: 1 });
  }
  return maps.filter((map) => section.formats.includes(String(map.payloadType)));
}

function readMap({ name, value }: Attribute): RtpMap[] {
  const found = name === 'rtpmap' ? /^(\d{1,3}) +([^/ ]+)\/(\d{1,6})(?:\/(\d{1,2}))?$/.exec(value) : null;
  if (found === null) return [];
  const [, payloadType, encoding = '', clockRate, channels = '1'] = found;
  return [{ payloadType: Number(payloadType), encoding, clockRate: Number(clockRate), channels: Number(channels) }];
}
