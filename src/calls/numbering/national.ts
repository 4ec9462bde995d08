// How a number of the public network is written within a country, by the plans of all countries.

import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { PublicNetwork } from '../routing/public-network.form.ts';

/**
 * The digits that are dialled for an E.164 number from within the country of this network: with its national prefix, or with the
 * international one for a number of another country. What no plan knows is written with + as it was.
 */
export function nationalDigits(e164: string, { countryCode, internationalPrefix }: PublicNetwork): string {
  const number = parsePhoneNumberFromString(e164);
  if (number === undefined || countryCode === '') return e164;
  if (number.countryCallingCode === countryCode) return number.formatNational().replace(/\D/g, '');
  return internationalPrefix === '' ? e164 : internationalPrefix + e164.slice(1);
}
