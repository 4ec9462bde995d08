// Somebody else saved this record meanwhile: theirs and mine side by side, and a choice for each field that both changed.

import { Button, Modal, Radio } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { FieldDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import { FieldValue } from '../../fields/FieldValue.tsx';
import { printed } from '../../fields/values.ts';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import { type Choice, type Conflict, merge, rebased } from './merge.ts';
import styles from './record.module.css';
import type { Editor } from './useEditor.ts';

interface StaleProps {
  readonly editor: Editor;
  readonly now: RecordView;
  readonly onClose: () => void;
}

const said = words.forms.stale;

export function StaleDialog({ editor, now, onClose }: StaleProps) {
  const { form, base, draft, reset } = editor;
  const secrets = new Set(form.fields.filter(({ kind }) => kind === 'secret').map(({ name }) => name));
  const merged = merge(base, draft, now.values, secrets);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const open = merged.conflicts.some(({ field }) => choices[field] === undefined);
  const take = (): void => {
    reset(rebased(draft, now.values, merged, choices, secrets), now);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={said.title} size="lg" closeButtonProps={{ 'aria-label': words.shell.close }}>
      <div className={parts.dialog}>
        <p className={parts.lead}>
          {said.by(now.changedBy)} <Moment ms={now.changedAtMs} />. {said.nothingLost}
        </p>
        {merged.conflicts.map((conflict) => (
          <ConflictRow
            key={conflict.field}
            conflict={conflict}
            field={fieldOf(form, conflict.field)}
            choice={choices[conflict.field]}
            onChoice={(choice) => setChoices({ ...choices, [conflict.field]: choice })}
          />
        ))}
        <Named form={form} names={merged.theirs} values={now.values} title={said.theirsOnly} />
        <Named form={form} names={merged.mine} values={{ ...draft }} title={said.mineOnly} secrets={secrets} />
        <div className={parts.buttons}>
          <Button variant="default" onClick={onClose}>
            {words.forms.review.back}
          </Button>
          <Button disabled={open} onClick={take}>
            {said.take}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

const fieldOf = (form: FormDescription, name: string): FieldDescription | undefined =>
  form.fields.find((field) => field.name === name);

interface ConflictProps {
  readonly conflict: Conflict;
  readonly field: FieldDescription | undefined;
  readonly choice: Choice | undefined;
  readonly onChoice: (choice: Choice) => void;
}

function ConflictRow({ conflict, field, choice, onChoice }: ConflictProps) {
  if (field === undefined) return null;
  const side = (value: Choice, title: string, what: unknown): ReactNode => (
    <Radio.Card className={styles.side} value={value} key={value}>
      <Radio.Indicator size="xs" />
      <span>
        <span className={styles.sideTitle}>{title}</span>
        <FieldValue field={field} value={what} />
        {printed(what) === '' && <span className={parts.blank}>{words.forms.review.blank}</span>}
      </span>
    </Radio.Card>
  );
  return (
    <Radio.Group
      value={choice ?? null}
      onChange={(next) => onChoice(next === 'mine' ? 'mine' : 'theirs')}
      label={field.label}
      description={said.was(field.choices?.[printed(conflict.base)] ?? printed(conflict.base))}
    >
      <div className={styles.sides}>
        {side('theirs', said.theirs, conflict.theirs)}
        {side('mine', said.mine, conflict.mine)}
      </div>
    </Radio.Group>
  );
}

interface NamedProps {
  readonly form: FormDescription;
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly secrets?: ReadonlySet<string>;
}

function Named({ form, names, values, title, secrets }: NamedProps) {
  if (names.length === 0) return null;
  return (
    <div className={parts.group}>
      <h3>{title}</h3>
      <ul className={parts.keys}>
        {names.map((name) => {
          const field = fieldOf(form, name);
          if (field === undefined) return null;
          return (
            <li key={name}>
              {field.label}:{' '}
              {secrets?.has(name) ? words.forms.secret.anew : <FieldValue field={field} value={values[name]} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
