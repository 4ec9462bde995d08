// An action of a view, asked for in the words of its description, done for one record or for several.

import { Button, Modal, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import { api, path } from '../../shell/api.ts';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import parts from '../parts/parts.module.css';
import { nameOf } from '../record/titles.ts';

interface ActProps {
  readonly form: FormDescription;
  readonly action: ActionDescription;
  readonly keys: readonly string[];
  /** Those that are known, for their names. */
  readonly records: readonly RecordView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const said = words.forms.act;
const keysShown = 8;

export function ActDialog({ form, action, keys, records, onClose, onDone }: ActProps) {
  const queries = useQueryClient();
  const [done, setDone] = useState<number>();
  const [fault, setFault] = useState<unknown>();
  const act = async (): Promise<void> => {
    setFault(undefined);
    try {
      for (const [index, key] of keys.entries()) {
        setDone(index);
        await api.send('POST', path('forms', form.id, 'records', key, 'actions', action.name));
      }
      onDone();
      onClose();
    } catch (reason) {
      setFault(reason);
    }
    setDone(undefined);
    await queries.invalidateQueries({ queryKey: ['form', form.id] });
  };
  const busy = done !== undefined;
  const called = (key: string): string => {
    const record = records.find((one) => one.key === key);
    return record === undefined ? key : `${key} ${nameOf(form, record.values)}`.trim();
  };
  return (
    <Modal opened onClose={onClose} title={said.title(action.label, keys.length)} withCloseButton={false}>
      <div className={parts.dialog}>
        <p>{action.confirm}</p>
        <p className={parts.lead}>
          {keys.slice(0, keysShown).map(called).join(', ')}
          {keys.length > keysShown && ` ${words.forms.review.more(keys.length - keysShown)}`}
        </p>
        <p className={parts.lead}>{action.help}</p>
        {busy && keys.length > 1 && <Progress value={(100 * done) / keys.length} aria-label={said.progress} />}
        <Problem fault={fault} />
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {words.forms.review.back}
          </Button>
          <Button className={parts.danger ?? ''} loading={busy} onClick={() => void act()}>
            {action.label}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
