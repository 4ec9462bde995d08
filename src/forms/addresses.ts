// IP addresses and networks as text: read strictly, printed in one canonical way (RFC 5952), compared as bytes.

/** The bytes of an IPv4 (4) or IPv6 (16) literal; refuses leading zeros, zones, ports and brackets. */
export function parseAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [index, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[index] = Number(part);
  }
  return bytes;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = groupsOf(halves[1] ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const bytes = new Uint8Array(16);
  for (const [index, group] of [...head, ...new Array<number>(missing).fill(0), ...tail].entries()) {
    bytes[index * 2] = group >> 8;
    bytes[index * 2 + 1] = group & 255;
  }
  return bytes;
}

/** The 16-bit groups of one side of "::"; the last side may end in an IPv4 address. */
function groupsOf(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(part) ?? [];
      if (parseIpv4(part) === undefined) return undefined;
      groups.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The one text of an address: dotted IPv4, or IPv6 in lower case with its longest run of zeros as "::". */
export function printAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  const { from, length } = longestZeros(groups);
  const print = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return print(groups);
  return `${print(groups.slice(0, from))}::${print(groups.slice(from + length))}`;
}

function longestZeros(groups: readonly number[]): { from: number; length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  return best;
}

/** True of 0.0.0.0 and ::, which stand for every address of the machine and reach none. */
export const isEveryAddress = (text: string): boolean => parseAddress(text)?.every((byte) => byte === 0) === true;

/** True of 224.0.0.0/4, 255.255.255.255 and ff00::/8. */
export function isMulticast(text: string): boolean {
  const bytes = parseAddress(text);
  if (bytes === undefined) return false;
  return bytes.length === 4 ? (bytes[0] ?? 0) >= 224 : bytes[0] === 255;
}
