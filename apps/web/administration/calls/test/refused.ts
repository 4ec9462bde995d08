// A call of Call History that was refused by the system itself, as the call that can be tested again.

import type { RecordView } from '../../../../portal/api.ts';
import { printed } from '../../../fields/values.ts';
import { isWhole, type TestWish } from './wish.ts';

export interface RefusedCall {
  readonly id: string;
  readonly wish: TestWish;
  readonly values: RecordView['values'];
}

/** Undefined of a call that somebody else refused, or of which it is not known who dialled what. */
export function refusedCall({ key: id, values }: RecordView): RefusedCall | undefined {
  if (printed(values.code) === '') return undefined;
  const trunk = printed(values.trunk);
  // A call that was refused on its way out has a route; one with a trunk and no route came in by it.
  const isInbound = trunk !== '' && printed(values.route) === '';
  const wish: TestWish = {
    ...(isInbound ? { kind: 'trunk', caller: trunk } : { kind: 'extension', caller: printed(values.caller) }),
    ...{ dialled: printed(values.dialled), at: printed(values.started) },
  };
  return isWhole(wish) ? { id, wish, values } : undefined;
}
