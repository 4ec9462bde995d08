// Via: the way back of a response (RFC 3261 §20.42, RFC 3581).

import { codeAt, Kind, parseWhole, skip, skipSpace } from './characters.ts';
import { ParameterReader } from './parameters.ts';
import { skipHost } from './uri.ts';

export interface Via {
  /** In upper case. */
  readonly transport: string;
  /** As written; IPv6 in its brackets. */
  readonly host: string;
  /** 0: none was given. */
  readonly port: number;
  /** '' where there is none. */
  readonly branch: string;
  /** Whether the response is asked for at the port that the request came from. */
  readonly rport: boolean;
  /** With the leading ';', or ''. */
  readonly parameters: string;
  /** This value alone as it stood, without those that follow a comma. */
  readonly raw: string;
}

const reader = new ParameterReader();

/** Reads the first value of a Via header; undefined when it is malformed or of another protocol than SIP/2.0. */
export function parseVia(text: string): Via | undefined {
  const transportStart = skipProtocol(text);
  const transportEnd = skip(text, transportStart, Kind.token);
  const hostStart = skipSpace(text, transportEnd);
  if (transportEnd === transportStart || hostStart === transportEnd) return undefined;
  const hostEnd = skipHost(text, hostStart);
  if (hostEnd < 0) return undefined;
  let port = 0;
  let at = skipSpace(text, hostEnd);
  if (codeAt(text, at) === 58) {
    const portStart = skipSpace(text, at + 1);
    at = skip(text, portStart, Kind.digit);
    port = parseWhole(text, portStart, at, 65_535);
    if (port < 1) return undefined;
  }
  const end = reader.read(text, at, true);
  if (end < 0) return undefined;
  return {
    transport: upperTransport(text.slice(transportStart, transportEnd)),
    host: text.slice(hostStart, hostEnd),
    port,
    branch: reader.value(reader.find('branch')),
    rport: reader.flagEnd(reader.find('rport')) >= 0,
    parameters: text.slice(skipSpace(text, at), end),
    raw: text.slice(0, end),
  };
}

/** The position after `SIP / 2.0 /`, or that of the end of the text when something else stands there. */
function skipProtocol(text: string): number {
  if (text.startsWith('SIP/2.0/')) return 8;
  const match = /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*/i.exec(text);
  return match === null ? text.length : match[0].length;
}

function upperTransport(text: string): string {
  if (text === 'UDP' || text === 'TLS' || text === 'TCP') return text;
  return text.toUpperCase();
}

/**
 * The Via value as the response carries it: with `received` and, where it was asked for, `rport` of the place that the
 * request came from (RFC 3261 §18.2.1, RFC 3581 §4). What the sender wrote there itself is taken out.
 */
export function printReceived(via: Via, address: string, port: number): string {
  const head = via.raw.slice(0, via.raw.length - via.parameters.length).trimEnd();
  reader.read(via.parameters, 0, false);
  const kept = reader.without(ofTheServer);
  const isElsewhere = via.rport || !isSameHost(via.host, address);
  return `${head}${kept}${isElsewhere ? `;received=${address}` : ''}${via.rport ? `;rport=${port}` : ''}`;
}

const ofTheServer = ['received', 'rport'];

const isSameHost = (host: string, address: string): boolean =>
  host === address || (host.startsWith('[') && host.slice(1, -1).toLowerCase() === address.toLowerCase());
