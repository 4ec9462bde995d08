// What a REGISTER asks for (RFC 3261 §10.3, RFC 5626 §6): read whole before anything is changed.

import { limits } from '#base';
import { Header, type NameAddress, ownText, parameter, parseNameAddress, parseUri, type SipMessage } from '#sip';

export interface AskedContact {
  readonly uri: string;
  readonly expiresSeconds: number;
  readonly instance: string;
  readonly regId: number;
}

export type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: 'remove-all' }
  | { readonly kind: 'contacts'; readonly contacts: readonly AskedContact[] }
  | { readonly kind: 'bad'; readonly reason: string };

/** RFC 3261 §10.2: a Contact `*` stands alone and with Expires 0. `usual` is the expiry of those who do not say. */
export function readContacts(request: SipMessage, usual: number): Asked {
  const values = request.list(Header.Contact);
  if (values.length === 0) return { kind: 'none' };
  if (values[0] === '*') {
    const alone = values.length === 1 && request.expires === 0;
    return alone ? { kind: 'remove-all' } : { kind: 'bad', reason: 'Contact * Needs Expires 0' };
  }
  if (values.length > limits.calls.devicesPerExtension) return { kind: 'bad', reason: 'Too Many Contacts' };
  const contacts: AskedContact[] = [];
  for (const value of values) {
    const contact = readContact(parseNameAddress(value), request.expires ?? usual);
    if (contact === undefined) return { kind: 'bad', reason: 'Malformed Contact' };
    contacts.push(contact);
  }
  return { kind: 'contacts', contacts };
}

function readContact(address: NameAddress | undefined, expires: number): AskedContact | undefined {
  if (address === undefined) return undefined;
  const uri = parseUri(address.uri);
  if (uri === undefined || (uri.scheme !== 'sip' && uri.scheme !== 'sips')) return undefined;
  const own = parameter(address.parameters, 'expires');
  if (own !== undefined && !/^\d{1,10}$/.test(own)) return undefined;
  const regId = parameter(address.parameters, 'reg-id') ?? '0';
  return {
    uri: ownText(address.uri),
    expiresSeconds: own === undefined ? expires : Number(own),
    instance: ownText((parameter(address.parameters, '+sip.instance') ?? '').slice(0, 128)),
    regId: /^\d{1,9}$/.test(regId) ? Number(regId) : 0,
  };
}

/** The MAC address that an instance id carries (RFC 5626 §4.1: a version 1 UUID ends in it), as 12 lower-case digits. */
export function macOfInstance(instance: string): string {
  const match = /^<?urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12})>?$/i.exec(instance);
  return match?.[1]?.toLowerCase() ?? '';
}
