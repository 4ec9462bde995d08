// Who talks with the system in a call: its caller, or whoever has taken the caller's place since.

import type { Call } from '../call.ts';
import { otherSide } from '../media-policy/exchange.ts';

/** Found out by the call server; nothing of it is taken from what a phone says. */
export interface TalkingWith {
  /** '' where it is withheld. */
  readonly number: string;
  readonly name: string;
  /** '' for somebody from outside. */
  readonly extension: string;
  /** '' for an extension. */
  readonly trunk: string;
}

/** Undefined where the service is no party of the call, or nobody is at the other side now. */
export function talkingWith(call: Call, service: string): TalkingWith | undefined {
  const side = (['caller', 'called'] as const).find((one) => {
    const party = call.at(one)?.party;
    return party?.kind === 'station' && party.service !== undefined && party.number === service;
  });
  const far = side === undefined ? undefined : call.at(otherSide(side));
  if (far === undefined) return undefined;
  const { party, shown, withholds } = far;
  const who = party.kind === 'station' ? { extension: party.number, trunk: '' } : { extension: '', trunk: party.name };
  return { ...(withholds ? { number: '', name: '' } : { number: shown.number, name: shown.name }), ...who };
}
