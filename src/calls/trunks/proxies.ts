// The proxies of a trunk, as an administrator writes them: `sip.example.com`, `192.0.2.10:5060`, `[2001:db8::1]:5061`.

import { parseAddress, printAddress } from '#forms';

/** One place to send to. Without a port a name is looked up by NAPTR and SRV (RFC 3263). */
export interface Proxy {
  /** A host name in lower case, or an IP literal without brackets. */
  readonly host: string;
  readonly port: number | undefined;
}

export const mostProxies = 8;
const name = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

function parseProxy(text: string): Proxy | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s[\]:]+))(?::([1-9]\d{0,4}))?$/i.exec(text);
  const host = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (port !== undefined && port > 65_535) return undefined;
  const address = parseAddress(host);
  if (address !== undefined) return { host: printAddress(address), port };
  return match?.[2] !== undefined && name.test(host) && !/^[0-9.]+$/.test(host) ? { host, port } : undefined;
}

/** Undefined where one of them is none, or there are too many or none. */
export function parseProxies(text: string): readonly Proxy[] | undefined {
  const words = text.split(' ').filter((word) => word !== '');
  const proxies = words.flatMap((word) => parseProxy(word) ?? []);
  return proxies.length === words.length && words.length > 0 && words.length <= mostProxies ? proxies : undefined;
}

export const printProxy = ({ host, port }: Proxy): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;

/** Separated by single blanks, names in lower case. What is none stays as it is, to be refused. */
export function tidyProxies(text: string): string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const proxies = words.flatMap((word) => parseProxy(word) ?? []);
  return proxies.length === words.length ? proxies.map(printProxy).join(' ') : words.join(' ');
}
