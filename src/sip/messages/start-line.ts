// Start lines: Request-Line and Status-Line (RFC 3261 §7.1, §7.2).

import { codeAt, isWord, Kind, parseWhole, skip } from './characters.ts';
import type { Fault } from './check.ts';
import { knownMethod, type StartLine } from './message.ts';

export interface ReadStartLine {
  readonly line: StartLine;
  /** A request line that is meant to be one, but is not well-formed, or of another version. */
  readonly fault: Fault | undefined;
}

/** Reads the line text[0, end); undefined when it is neither a SIP request's nor a SIP/2.0 response's. */
export function parseStartLine(text: string, end: number): ReadStartLine | undefined {
  return isWord(text, 0, 8, 'sip/2.0 ') ? parseStatusLine(text, end) : parseRequestLine(text, end);
}

function parseStatusLine(text: string, end: number): ReadStartLine | undefined {
  const status = parseWhole(text, 8, 11, 699);
  if (end < 11 || status < 100 || (end > 11 && codeAt(text, 11) !== 32)) return undefined;
  return { line: { isRequest: false, method: '', uri: '', status, reason: text.slice(12, end) }, fault: undefined };
}

function parseRequestLine(text: string, end: number): ReadStartLine | undefined {
  const methodEnd = skip(text, 0, Kind.token);
  if (methodEnd === 0 || codeAt(text, methodEnd) !== 32) return undefined;
  const uriEnd = text.lastIndexOf(' ', end - 1);
  const uri = text.slice(methodEnd + 1, uriEnd);
  const line: StartLine = {
    isRequest: true,
    method: knownMethod(text.slice(0, methodEnd)),
    uri,
    status: 0,
    reason: '',
  };
  const isPlain = uriEnd > methodEnd + 1 && !uri.includes(' ') && !uri.includes('\t');
  if (isPlain && isWord(text, uriEnd + 1, end, 'sip/2.0')) return { line, fault: undefined };
  const rest = text.slice(methodEnd, end);
  if (isPlain && /^SIP\/\d+\.\d+$/i.test(text.slice(uriEnd + 1, end)))
    return { line, fault: { status: 505, reason: 'Version Not Supported' } };
  return /\sSIP\//i.test(rest) ? { line, fault: { status: 400, reason: 'Malformed Request-Line' } } : undefined;
}
