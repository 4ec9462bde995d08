// Who a party is to the other side: a number and a name, set by the system. What a header claims makes nobody an extension.

import { decodeText, Header, parseNameAddress, parseUri, type SipMessage } from '#sip';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';

export interface Shown {
  /** An extension, or a number of the public network; '' where it is withheld or nobody vouches for it. */
  readonly number: string;
  readonly name: string;
}

const withheld: Shown = Object.freeze({ number: '', name: '' });

export const shownOf = ({ number, record }: Station): Shown => ({ number, name: record.name });

/** Whom the phones of a group's members are shown: which group is called, in front of who calls. */
export function shownInGroup(shown: Shown, shownAs: string): Shown {
  if (shownAs === '') return shown;
  const who = shown.name || shown.number || 'Anonymous';
  return { number: shown.number, name: `${shownAs}: ${who}` };
}

/** What a number of the public network looks like; anything else that a trunk says is nobody's. */
const publicNumber = /^\+?[0-9]{3,15}$/;

/**
 * Who calls by a trunk: the number of From, or of P-Asserted-Identity where the trunk is trusted to vouch (RFC 3325). One that is an
 * extension here is not shown: it would be taken for a colleague. Names are not shown at all, as anybody may choose them. A number as
 * it is written within the country is shown with + and country code, where `toE164` knows it.
 */
export function shownByTrunk(
  request: SipMessage,
  { record }: Trunk,
  isExtension: (number: string) => boolean,
  toE164: (number: string) => string,
): Shown {
  if (record.trustsIdentity && /(^|;)\s*id\s*(;|$)/i.test(request.get(Header.Privacy) ?? '')) return withheld;
  const asserted = record.trustsIdentity ? request.list(Header.PAssertedIdentity)[0] : undefined;
  const uri = asserted === undefined ? request.from?.uri : parseNameAddress(asserted)?.uri;
  const user = (parseUri(uri ?? '')?.user ?? '').split(';', 1)[0] ?? '';
  const number = decodeText(user).replace(/[-.() ]/g, '');
  if (!publicNumber.test(number) || isExtension(number)) return withheld;
  return { number: toE164(number) || number, name: '' };
}
