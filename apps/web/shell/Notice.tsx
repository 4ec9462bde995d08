// A notice at the head of a page: what happened, why, what to do. Its colour is a state's, its shape too.

import { CloseButton } from '@mantine/core';
import { IconAlertTriangleFilled, IconHexagonFilled, IconInfoCircle, IconShieldCheckFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Refusal } from '../../portal/api.ts';
import styles from './Notice.module.css';
import { Said } from './Said.tsx';
import { words } from './words/words.ts';

export type NoticeKind = 'told' | 'proven' | 'weak' | 'broken';

const shapes = {
  told: IconInfoCircle,
  proven: IconShieldCheckFilled,
  weak: IconAlertTriangleFilled,
  broken: IconHexagonFilled,
} as const;

export interface NoticeProps {
  readonly kind: NoticeKind;
  readonly children: ReactNode;
  /** Read aloud at once. */
  readonly urgent?: boolean;
  readonly onClose?: () => void;
}

export function Notice({ kind, children, urgent = false, onClose }: NoticeProps) {
  const Shape = shapes[kind];
  return (
    <div className={styles.notice} data-kind={kind} role={urgent ? 'alert' : 'status'}>
      <Shape className={styles.shape} size={16} aria-hidden />
      <div className={styles.words}>{children}</div>
      {onClose !== undefined && <CloseButton size="sm" aria-label={words.shell.close} onClick={onClose} />}
    </div>
  );
}

/** Refusals that belong to no field: what was refused, and what to do about it. */
export function RefusalNotice({ refusals }: { readonly refusals: readonly Refusal[] }) {
  if (refusals.length === 0) return null;
  return (
    <Notice kind="broken" urgent>
      {refusals.map(({ code, words: said, remedy, field }) => (
        <p key={`${code} ${field ?? ''} ${said}`}>
          <Said text={said} />{' '}
          {remedy !== '' && (
            <span className={styles.remedy}>
              <Said text={remedy} />
            </span>
          )}
        </p>
      ))}
    </Notice>
  );
}
