// Who has an interconnect number: how many extensions and trunks, or the only one by its name.

import { callWords } from '../../../shell/words/calls.ts';
import type { Bearers } from './useInUse.ts';

const said = callWords.matrix;

/** Nothing while it is not known. */
export function Bearer({ bearers }: { readonly bearers: Bearers | undefined }) {
  if (bearers === undefined) return null;
  const { extensions, trunks, name } = bearers;
  if (name !== '') return name;
  const told = [...(extensions > 0 ? [said.extensions(extensions)] : []), ...(trunks > 0 ? [said.trunks(trunks)] : [])];
  return told.length === 0 ? said.nobody : told.join(', ');
}
