// Public names: the host names and addresses by which a system is reached from elsewhere, as one text separated by blanks.

import { parseAddress, printAddress } from '#forms';

export const mostPublicNames = 20;
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export const splitPublicNames = (text: string): string[] => text.split(' ').filter((name) => name !== '');

/** Each name once, in lower case and without a dot at its end; each address in its one text, without brackets. */
export function tidyPublicNames(text: string): string {
  const names = text.toLowerCase().split(/[\s,;]+/);
  return [...new Set(names.map(tidyName))].filter((name) => name !== '').join(' ');
}

function tidyName(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, '$1').replace(/(?<=.)\.$/, '');
  const bytes = parseAddress(bare);
  return bytes === undefined ? bare : printAddress(bytes);
}

/** A name of digits and dots alone is a mistyped address. */
export function arePublicNames(text: string): boolean {
  const names = text.split(' ');
  if (names.length > mostPublicNames) return false;
  return names.every((name) => parseAddress(name) !== undefined || (hostName.test(name) && !/^[0-9.]+$/.test(name)));
}
