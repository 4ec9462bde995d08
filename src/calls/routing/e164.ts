// Numbers of the public network with + and country code (E.164), by the prefixes of the form Public Network.

import type { PublicNetwork } from './public-network.form.ts';

/** Without what is dialled in front of every number outside. */
export function withoutOutsidePrefix(dialled: string, { outsidePrefix }: PublicNetwork): string {
  return outsidePrefix !== '' && dialled.startsWith(outsidePrefix) ? dialled.slice(outsidePrefix.length) : dialled;
}

/**
 * The number with + and country code; '' where it has none. It is not cut to the 15 digits that there are: what follows is judged
 * by its beginning.
 */
export function toE164(digits: string, network: PublicNetwork): string {
  const { countryCode, areaCode, nationalPrefix, internationalPrefix } = network;
  if (digits.startsWith('+')) return complete(digits.slice(1));
  if (internationalPrefix !== '' && digits.startsWith(internationalPrefix))
    return complete(digits.slice(internationalPrefix.length));
  if (countryCode === '') return '';
  if (nationalPrefix === '') return complete(countryCode + digits);
  if (digits.startsWith(nationalPrefix)) return complete(countryCode + digits.slice(nationalPrefix.length));
  return areaCode === '' ? '' : complete(countryCode + areaCode + digits);
}

/** How a number with + and country code is dialled here; undefined where that would be another number. Others are as they are. */
export function asDialled(number: string, network: PublicNetwork): string | undefined {
  const { countryCode, nationalPrefix, internationalPrefix, outsidePrefix } = network;
  if (!number.startsWith('+')) return outsidePrefix + number;
  const isHome = countryCode !== '' && number.startsWith(`+${countryCode}`);
  if (!isHome && internationalPrefix === '') return number;
  const digits = isHome ? nationalPrefix + number.slice(countryCode.length + 1) : internationalPrefix + number.slice(1);
  return toE164(digits, network) === number ? outsidePrefix + digits : undefined;
}

/** Country codes do not begin with 0, and no number is shorter than one with a subscriber. */
const complete = (digits: string): string => (/^[1-9]\d{3,}$/.test(digits) ? `+${digits}` : '');
