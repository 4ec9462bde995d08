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

/** The ways to dial a number that is shown, the shortest first: each is the same number again. */
export function waysToDial(number: string, network: PublicNetwork): readonly string[] {
  const { countryCode, areaCode, nationalPrefix, internationalPrefix, outsidePrefix } = network;
  if (!number.startsWith('+')) return [outsidePrefix + number];
  const behind = (beginning: string): string | undefined =>
    countryCode !== '' && number.startsWith(beginning) ? number.slice(beginning.length) : undefined;
  const local = areaCode === '' ? undefined : behind(`+${countryCode}${areaCode}`);
  const national = behind(`+${countryCode}`);
  const digits = [
    local,
    national === undefined ? undefined : nationalPrefix + national,
    internationalPrefix === '' ? undefined : internationalPrefix + number.slice(1),
  ].filter((one) => one !== undefined && toE164(one, network) === number);
  return [...digits.map((one) => outsidePrefix + one), number];
}

/** Country codes do not begin with 0, and no number is shorter than one with a subscriber. */
const complete = (digits: string): string => (/^[1-9]\d{3,}$/.test(digits) ? `+${digits}` : '');
