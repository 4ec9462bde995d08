// Reads the lines with addresses: origin (RFC 8866 §5.2) and connection (§5.7).

import type { Connection, Origin } from './description.ts';
import { isNumber, isToken, Malformed } from './shapes.ts';

const maxNumberDigits = 32;
const maxAddressLength = 255;

export function readOrigin(value: string, line: number): Origin {
  const parts = value.split(' ');
  const [user = '', id = '', version = '', netType = '', addressType = '', address = ''] = parts;
  if (parts.length !== 6 || user === '' || !isOriginNumber(id) || !isOriginNumber(version))
    throw new Malformed(line, 'the origin is not "user id version network type address"');
  checkAddress(netType, addressType, address, line);
  return { user, id, version, netType, addressType, address };
}

const isOriginNumber = (text: string): boolean => text.length <= maxNumberDigits && isNumber(text);

export function readConnection(value: string, line: number): Connection {
  const parts = value.split(' ');
  const [netType = '', addressType = '', address = ''] = parts;
  if (parts.length !== 3) throw new Malformed(line, 'the connection is not "network type address"');
  checkAddress(netType, addressType, address, line);
  return { netType, addressType, address };
}

function checkAddress(netType: string, addressType: string, address: string, line: number): void {
  if (netType !== 'IN' || (addressType !== 'IP4' && addressType !== 'IP6'))
    throw new Malformed(line, 'the address is not of the type IN IP4 or IN IP6');
  if (!isAddress(address)) throw new Malformed(line, 'the address is malformed');
}

/** An address or a name, perhaps with the TTL of a multicast group: its characters are checked, not its meaning. */
function isAddress(text: string): boolean {
  if (text.length === 0 || text.length > maxAddressLength) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code !== 0x3a && code !== 0x2f && !isToken(text.charAt(index))) return false;
  }
  return true;
}

/** RFC 3264 §8.4, RFC 6157 §5: an address that nothing can be sent to puts the other side on hold. */
export function isNowhere(connection: Connection | undefined): boolean {
  if (connection === undefined) return false;
  const { address } = connection;
  return address === '0.0.0.0' || address === '::' || address.endsWith('.invalid');
}
