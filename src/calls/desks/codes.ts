// The codes of hot desking, as somebody dials them: which asks for what.

import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';
import type { AtDesk, HotDesks } from './hot-desks.ts';

const codes: ReadonlySet<FeatureCode> = new Set(['hotDeskLogin', 'hotDeskLogout', 'hotDeskRemoteLogout', 'changePin']);

/** Is it one of these codes? */
export const isOfDesks = ({ code }: FeatureDialled): boolean => codes.has(code);

/** False where it could not be done, and where it is none of these codes. */
export async function dialAtDesk(hotDesks: HotDesks, { code, digits }: FeatureDialled, at: AtDesk): Promise<boolean> {
  switch (code) {
    case 'hotDeskLogin':
      return await hotDesks.login(at, digits);
    case 'hotDeskLogout':
      return await hotDesks.logout(at);
    case 'hotDeskRemoteLogout':
      return await hotDesks.remoteLogout(at, digits);
    case 'changePin':
      return await hotDesks.changePin(at, digits);
    default:
      return false;
  }
}
