// Reads one media section (RFC 8866 §5.14).

import { limits } from '#base';
import type { Connection, Direction, MediaSection } from './description.ts';
import { isNowhere, readConnection } from './read-address.ts';
import { AttributeReader } from './read-attributes.ts';
import { isNumber, isToken, LineOrder, lineValue, Malformed } from './shapes.ts';

/** What the session says for sections that do not say it themselves. */
export interface Inherited {
  readonly connection: Connection | undefined;
  readonly direction: Direction | undefined;
}

// One `c=` line only: several are for layered multicast, which no phone does.
const order = new LineOrder(['m', 'i', 'c', 'b', 'k', 'a'], 'ba');

/** Reads `lines` from `start`, an `m=` line, up to `end`. */
export function readSection(lines: readonly string[], start: number, end: number, session: Inherited): MediaSection {
  const head = readHead(lineValue(lines[start] ?? '', start), start);
  const attributes = new AttributeReader('section');
  let connection: Connection | undefined;
  let rank = 0;
  for (let at = start + 1; at < end; at++) {
    const line = lines[at] ?? '';
    rank = order.next(line, at, rank);
    const value = lineValue(line, at);
    if (line.charCodeAt(0) === 0x61) attributes.add(value, at);
    else if (line.charCodeAt(0) === 0x63) connection = readConnection(value, at);
  }
  const effective = connection ?? session.connection;
  if (effective === undefined && head.port !== 0) throw new Malformed(start, 'it has no connection address');
  return {
    lines: lines.slice(start, end),
    ...head,
    connection,
    attributes: attributes.all,
    direction: held(attributes.direction ?? session.direction ?? 'sendrecv', isNowhere(effective)),
    crypto: attributes.crypto,
  };
}

const held = (direction: Direction, nowhere: boolean): Direction => {
  if (!nowhere) return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
};

type Head = Pick<MediaSection, 'kind' | 'port' | 'portCount' | 'protocol' | 'formats'>;

function readHead(value: string, line: number): Head {
  const formats = value.split(' ');
  const [kind = '', ports = '', protocol = ''] = formats.splice(0, 3);
  const slash = ports.indexOf('/');
  const port = readWhole(slash < 0 ? ports : ports.slice(0, slash));
  const portCount = slash < 0 ? 1 : readWhole(ports.slice(slash + 1));
  if (!isToken(kind) || port < 0 || portCount < 1 || !protocol.split('/').every(isToken) || formats.length === 0)
    throw new Malformed(line, 'it is not "m=kind port protocol formats"');
  if (formats.length > limits.sdp.payloadTypes) throw new Malformed(line, 'too many formats');
  const numbered = protocol.includes('RTP/');
  for (const format of formats) {
    if (numbered ? !isPayloadType(format) : !isFormat(format)) throw new Malformed(line, 'a format is malformed');
  }
  return { kind, port, portCount, protocol, formats };
}

const maxPort = 65_535;

/** A number that a port can be; -1 when it is not one. */
function readWhole(text: string): number {
  if (text.length > 5 || !isNumber(text)) return -1;
  const number = Number(text);
  return number <= maxPort ? number : -1;
}

const isPayloadType = (text: string): boolean => text.length <= 3 && isNumber(text) && Number(text) < 128;

/** A format of another protocol: a token, or a URN such as `urn:…` or `*` of MSRP. */
function isFormat(text: string): boolean {
  return text.length > 0 && text.split(/[:/]/).every(isToken);
}
