// The difference before anything is done, and the button that does it. What is dangerous is not done by a second Enter.

import { Button, Modal } from '@mantine/core';
import type { Changed, FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import styles from '../parts/parts.module.css';
import { ChangeGroups } from './ChangeGroups.tsx';
import { countChanged } from './grouping.ts';
import type { Reviewed } from './useReviewed.ts';

export interface ReviewProps {
  readonly form: FormDescription;
  readonly title: string;
  readonly reviewed: Reviewed;
  /** What is about to happen, from a dry run. */
  readonly changed: Changed;
  /** What the button does. */
  readonly label: string;
  readonly dangerous?: boolean;
}

export function ReviewDialog({ form, title, reviewed, changed, label, dangerous = false }: ReviewProps) {
  const { busy, fault, confirm, close } = reviewed;
  const nothing = countChanged(changed.records) === 0;
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': words.shell.close }}>
      <div className={styles.dialog}>
        {nothing ? <p>{words.forms.review.nothing}</p> : <ChangeGroups form={form} records={changed.records} />}
        <Problem fault={fault} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={close} data-autofocus={dangerous || undefined}>
            {words.forms.review.back}
          </Button>
          {!nothing && (
            <Button
              data-autofocus={!dangerous || undefined}
              loading={busy}
              onClick={() => void confirm()}
              {...(dangerous ? { className: styles.danger ?? '' } : {})}
            >
              {label}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
