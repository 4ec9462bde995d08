// Who a call is between, as lists and views of calls tell it.

import type { Call } from '#calls';

/** Who is on each side now; before it has been answered, whom the number leads to. */
export function partiesOf(call: Call): { readonly caller: string; readonly called: string } {
  const { account, dialled, state } = call;
  const at = (side: 'caller' | 'called', meant: string): string =>
    state === 'setup' ? meant : (call.at(side)?.shown.number ?? '');
  return { caller: at('caller', account.caller.number), called: at('called', account.calledParty.number || dialled) };
}
