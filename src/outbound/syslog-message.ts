// A syslog message (RFC 5424 §6) as it goes over TLS (RFC 5425 §4.3): its length in bytes, a space, itself. Its law: whatever
// the parts hold, the message is one, and reads back as these parts.

/** RFC 5424 §6.2.1, those that are used. */
export type Facility = 'audit' | 'alert';
export type SyslogSeverity = 'alert' | 'critical' | 'error' | 'warning' | 'notice' | 'informational';

const facilities: Readonly<Record<Facility, number>> = { audit: 13, alert: 14 };
const severities: Readonly<Record<SyslogSeverity, number>> = {
  ...{ alert: 1, critical: 2, error: 3, warning: 4, notice: 5, informational: 6 },
};

/** One element of structured data: its SD-ID and parameters. */
export interface SyslogElement {
  readonly id: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface SyslogMessage {
  readonly facility: Facility;
  readonly severity: SyslogSeverity;
  readonly atMs: number;
  /** Any text; what a host name cannot have is left out. */
  readonly host: string;
  readonly application: string;
  readonly kind: string;
  readonly data: readonly SyslogElement[];
  readonly words: string;
}

const byteOrderMark = '\ufeff';
const mostNameLength = 32;

/** The message in octets, at most `most` of them: its words are cut first, and end then with an ellipsis. */
export function printSyslog(message: SyslogMessage, most: number): Buffer {
  const { facility, severity, atMs, host, application, kind, data } = message;
  const priority = facilities[facility] * 8 + severities[severity];
  const header = [`<${priority}>1`, new Date(atMs).toISOString(), token(host, 255), token(application, 48), '-'];
  const head = `${[...header, token(kind, 32)].join(' ')} ${data.map(printElement).join('') || '-'} ${byteOrderMark}`;
  const room = most - Buffer.byteLength(head);
  return Buffer.from(head + cutToBytes(oneLine(message.words), room));
}

/** RFC 5425 §4.3: MSG-LEN SP SYSLOG-MSG. */
export const frameSyslog = (message: Buffer): Buffer => Buffer.concat([Buffer.from(`${message.length} `), message]);

/** A header field of printable ASCII without blanks (RFC 5424 §6): what it cannot have is left out, and of nothing "-" remains. */
const token = (text: string, most: number): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-';

const printElement = ({ id, values }: SyslogElement): string => {
  const pairs = Object.entries(values).map(([key, value]) => ` ${name(key)}="${escaped(String(value))}"`);
  return `[${id}${pairs.join('')}]`;
};

/** SD-NAME: 1 to 32 printable characters without = ] and ". */
const name = (text: string): string => text.replace(/[^\x21-\x7e]|[=\]"]/g, '').slice(0, mostNameLength);

/** RFC 5424 §6.3.3: the three characters that end a value are escaped; control characters, which it advises against, are shown. */
const escaped = (text: string): string => oneLine(text).replace(/["\\\]]/g, '\\$&');

/** Line breaks and other control characters as a reader can see them, and no half of a surrogate pair. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\n', ' | ')
    .replace(/[\p{Cc}\u2028\u2029]/gu, '·');

const ellipsis = '…';

/** The longest beginning of a text that fits, never half a character. */
export function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const room = most - Buffer.byteLength(ellipsis);
  if (room < 0) return '';
  let kept = Buffer.from(text).subarray(0, room).toString();
  while (kept.endsWith('\ufffd')) kept = kept.slice(0, -1);
  return kept + ellipsis;
}
