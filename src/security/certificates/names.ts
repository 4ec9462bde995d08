// Names in certificates (RFC 5280 §4.2.1.6), and whether a subtree of them is kept to (§4.2.1.10).

import { BlockList, isIP } from 'node:net';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { GeneralName, Name } from '@peculiar/asn1-x509';

export type AnyName =
  | { readonly kind: 'dns' | 'uri' | 'email' | 'ip'; readonly value: string }
  | { readonly kind: 'directory'; readonly name: Name; readonly value: string }
  /** Of a kind that is not understood. */
  | { readonly kind: 'other'; readonly value: string };

/** The names of an extension; of a constraint an IP name has its mask behind a slash. */
export const namesOf = (names: readonly GeneralName[], isConstraint = false): AnyName[] =>
  names.map((name): AnyName => {
    if (name.dNSName !== undefined) return { kind: 'dns', value: name.dNSName.toLowerCase() };
    if (name.uniformResourceIdentifier !== undefined) return { kind: 'uri', value: name.uniformResourceIdentifier };
    if (name.rfc822Name !== undefined) return { kind: 'email', value: name.rfc822Name };
    if (name.iPAddress !== undefined && (isConstraint || isIP(name.iPAddress) !== 0))
      return { kind: 'ip', value: name.iPAddress };
    if (name.directoryName !== undefined)
      return { kind: 'directory', name: name.directoryName, value: directoryText(name.directoryName) };
    return { kind: 'other', value: '' };
  });

/** Each relative name in DER, hex, which is what prefixes are compared by. */
const partsOf = (name: Name): string[] =>
  [...name].map((part) => Buffer.from(AsnConvert.serialize(part)).toString('hex'));

const directoryText = (name: Name): string =>
  [...name].flatMap((part) => [...part].map(({ value }) => value.toString())).join(', ');

/** Whether `name` lies within the subtree `base`; false also for kinds that differ. */
export function isWithin(name: AnyName, base: AnyName): boolean {
  if (name.kind === 'directory' && base.kind === 'directory') {
    const parts = partsOf(name.name);
    return partsOf(base.name).every((part, index) => part === parts[index]);
  }
  if (name.kind !== base.kind) return false;
  if (name.kind === 'dns') return isHostWithin(name.value, base.value, true);
  if (name.kind === 'uri') return isHostWithin(hostOfUri(name.value), base.value, false);
  if (name.kind === 'email') return isMailWithin(name.value, base.value);
  return name.kind === 'ip' && isAddressWithin(name.value, base.value);
}

/** ".example.com" holds what is below it, "example.com" itself too; of DNS names also what is below. */
function isHostWithin(host: string, base: string, below: boolean): boolean {
  const [name, tree] = [host.toLowerCase(), base.toLowerCase()];
  if (tree === '') return true;
  if (tree.startsWith('.')) return name.endsWith(tree);
  return name === tree || (below && name.endsWith(`.${tree}`));
}

/** The host of "sip:example.com", "sip:a@example.com" and "https://example.com/". */
function hostOfUri(uri: string): string {
  const rest = uri.replace(/^[a-z][a-z0-9+.-]*:(\/\/)?/i, '').split(/[/?#;]/, 1)[0] ?? '';
  return (rest.split('@').at(-1) ?? '').replace(/:\d+$/, '');
}

function isMailWithin(address: string, base: string): boolean {
  const at = address.lastIndexOf('@');
  if (base.includes('@'))
    return address.slice(0, at) === base.slice(0, base.lastIndexOf('@')) && sameHost(address, base);
  return isHostWithin(address.slice(at + 1), base, false);
}

const sameHost = (a: string, b: string): boolean =>
  a.slice(a.lastIndexOf('@')).toLowerCase() === b.slice(b.lastIndexOf('@')).toLowerCase();

/** `base` is "192.0.2.0/24" or "2001:db8::/32". */
function isAddressWithin(address: string, base: string): boolean {
  const [network = '', mask = ''] = base.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family || !/^\d+$/.test(mask)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Math.min(Number(mask), family === 4 ? 32 : 128), kind);
  return list.check(address, kind);
}

/** RFC 5922 §7.1: a SIP URI without a user names a domain. */
export const sipDomainOf = ({ kind, value }: AnyName): string | undefined =>
  kind === 'uri' ? /^sips?:([a-z0-9.-]+)$/i.exec(value)?.[1]?.toLowerCase() : undefined;
