// Which help the panel shows: of the form, or of the field that has the focus. Pages tell it; the frame draws it.

import { createContext, type ReactNode, use, useMemo, useState } from 'react';

export interface HelpTarget {
  readonly form: string;
  readonly field?: string;
}

/** What it can do stays the same value for the life of the page; the rest changes. */
interface HelpState {
  readonly target: HelpTarget | undefined;
  readonly isOpen: boolean;
  /** Tells what the person is at; the panel follows when it is open. */
  readonly show: (target: HelpTarget) => void;
  /** Nothing any more: the page was left. */
  readonly clear: () => void;
  /** Opens the panel, for this target where one is given. */
  readonly open: (target?: HelpTarget) => void;
  readonly toggle: () => void;
}

const HelpContext = createContext<HelpState | undefined>(undefined);
const keptAs = 'ringfence-help';

export function HelpProvider({ children }: { readonly children: ReactNode }) {
  const [target, setTarget] = useState<HelpTarget>();
  const [isOpen, setOpen] = useState(() => localStorage.getItem(keptAs) === 'open');
  const doing = useMemo(() => {
    const keep = (isWanted: boolean): boolean => {
      localStorage.setItem(keptAs, isWanted ? 'open' : 'closed');
      return isWanted;
    };
    return {
      show: setTarget,
      clear: () => setTarget(undefined),
      open: (wanted?: HelpTarget) => {
        if (wanted !== undefined) setTarget(wanted);
        setOpen(keep(true));
      },
      toggle: () => setOpen((was) => keep(!was)),
    };
  }, []);
  const state = useMemo<HelpState>(() => ({ target, isOpen, ...doing }), [target, isOpen, doing]);
  return <HelpContext value={state}>{children}</HelpContext>;
}

export function useHelp(): HelpState {
  const state = use(HelpContext);
  if (state === undefined) throw new Error('useHelp is used outside of HelpProvider');
  return state;
}
