// The fields that get a new value, chosen one by one: what is not chosen stays as it is in each record.

import { ActionIcon, Input } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import type { FieldDescription, FormDescription, Refusal } from '../../../portal/api.ts';
import { FieldEditor } from '../../fields/FieldEditor.tsx';
import { initialOf, tellsMore } from '../../fields/values.ts';
import { words } from '../../shell/words/words.ts';
import { type Draft, valueIn, without } from '../record/draft.ts';
import styles from './bulk.module.css';

interface BulkFieldsProps {
  readonly form: FormDescription;
  readonly patch: Draft;
  readonly refusals: readonly Refusal[];
  readonly onPatch: (patch: Draft) => void;
}

const said = words.forms.bulk;

export function BulkFields({ form, patch, refusals, onPatch }: BulkFieldsProps) {
  const id = useId();
  const chosen = Object.keys(patch).flatMap((name) => form.fields.filter((field) => field.name === name));
  const left = form.fields.filter(({ name, changeable }) => changeable && !Object.hasOwn(patch, name));
  const choose = (name: string): void => {
    const field = left.find((one) => one.name === name);
    if (field !== undefined) onPatch({ ...patch, [name]: field.kind === 'secret' ? '' : initialOf(field) });
  };
  return (
    <div className={styles.fields}>
      {chosen.map((field) => (
        <BulkField
          key={field.name}
          field={field}
          form={form}
          patch={patch}
          refused={refusals.some((refusal) => refusal.field === field.name)}
          onPatch={onPatch}
        />
      ))}
      {left.length > 0 && (
        <div className={styles.choose}>
          <label htmlFor={id}>{chosen.length === 0 ? said.chooseField : said.chooseAnother}</label>
          <Input
            component="select"
            id={id}
            size="xs"
            pointer
            className={styles.select ?? ''}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            value=""
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="" />
            {left.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Input>
        </div>
      )}
    </div>
  );
}

interface BulkFieldProps extends Omit<BulkFieldsProps, 'refusals'> {
  readonly field: FieldDescription;
  readonly refused: boolean;
}

function BulkField({ form, field, patch, refused, onPatch }: BulkFieldProps) {
  const id = useId();
  const drop = (): void => onPatch(without(patch, field.name));
  return (
    <div className={styles.field}>
      <span className={styles.label} id={`${id}l`}>
        {field.label}
      </span>
      <div>
        <FieldEditor
          field={field}
          value={patch[field.name]}
          base={undefined}
          id={id}
          labelledBy={`${id}l`}
          describedBy={`${id}h`}
          invalid={refused}
          siblings={{ fields: form.fields, valueOf: (name) => valueIn(patch, {}, name) }}
          onChange={(value) => (value === undefined ? drop() : onPatch({ ...patch, [field.name]: value }))}
        />
        <p className={styles.expects} id={`${id}h`}>
          {tellsMore(field) && words.forms.record.mustBe(field.expects)}
        </p>
      </div>
      <ActionIcon aria-label={said.leaveField(field.label)} onClick={drop}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
