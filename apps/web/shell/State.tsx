// A state: one of four colours, always with its shape and a word. Green proven, amber weak or soon, red broken, grey unknown or off.

import {
  IconAlertTriangleFilled,
  IconCircleDashed,
  IconHexagonFilled,
  IconShieldCheckFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './State.module.css';

export type StateKind = 'proven' | 'weak' | 'broken' | 'off';

const shapes = {
  proven: IconShieldCheckFilled,
  weak: IconAlertTriangleFilled,
  broken: IconHexagonFilled,
  off: IconCircleDashed,
} as const;

export function State({ kind, children }: { readonly kind: StateKind; readonly children: ReactNode }) {
  const Shape = shapes[kind];
  return (
    <span className={styles.state} data-kind={kind}>
      <Shape size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
