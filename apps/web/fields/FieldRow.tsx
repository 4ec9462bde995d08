// One field of a record: label, editor or value, what it must be, its help, what is wrong with it, who changed it last.

import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconLock } from '@tabler/icons-react';
import { useId } from 'react';
import type { FieldDescription, Refusal } from '../../portal/api.ts';
import { useHelp } from '../shell/help/help.tsx';
import { Moment } from '../shell/words/Moment.tsx';
import { words } from '../shell/words/words.ts';
import type { Siblings } from './editors/editor.ts';
import { FieldEditor } from './FieldEditor.tsx';
import classes from './FieldRow.module.css';
import { FieldValue } from './FieldValue.tsx';
import { inWords, printed, tellsMore } from './values.ts';

export interface LastChange {
  readonly atMs: number;
  readonly by: string;
}

export interface FieldRowProps {
  readonly formId: string;
  readonly field: FieldDescription;
  readonly value: unknown;
  readonly base: unknown;
  readonly edited: boolean;
  /** Blank, or why it cannot be changed here. */
  readonly fixed: string | undefined;
  readonly refusals: readonly Refusal[];
  readonly lastChange: LastChange | undefined;
  readonly siblings: Siblings;
  readonly onChange: (value: unknown) => void;
}

export function FieldRow(props: FieldRowProps) {
  const { formId, field, value, base, edited, fixed, refusals, lastChange, siblings, onChange } = props;
  const id = useId();
  const ids = { label: `${id}l`, help: `${id}h`, refusals: `${id}r` };
  const help = useHelp();
  const said = words.forms.record;
  const show = (): void => help.show({ form: formId, field: field.name });
  const invalid = refusals.length > 0;
  return (
    <div
      className={classes.row}
      data-field={field.name}
      data-edited={edited || undefined}
      data-invalid={invalid || undefined}
    >
      <div className={classes.head}>
        <label id={ids.label} htmlFor={fixed === undefined ? id : undefined} className={classes.label}>
          {field.label}
          {field.required && fixed === undefined && printed(base) === '' && (
            <span className={classes.required}>{said.required}</span>
          )}
        </label>
        {edited && fixed === undefined && <TakeBack label={field.label} onClick={() => onChange(undefined)} />}
        {!edited && lastChange !== undefined && (
          <span className={classes.changed}>
            {said.changedBy(lastChange.by)} <Moment ms={lastChange.atMs} />
          </span>
        )}
      </div>
      <div className={classes.body} data-editor>
        {fixed === undefined ? (
          <FieldEditor
            {...{ field, value, base, onChange, id, invalid, siblings }}
            labelledBy={ids.label}
            describedBy={invalid ? `${ids.refusals} ${ids.help}` : ids.help}
            onFocus={show}
          />
        ) : (
          <Fixed field={field} value={value} why={fixed} />
        )}
        {invalid && <Refusals id={ids.refusals} refusals={refusals} />}
        <p id={ids.help} className={classes.help}>
          {field.help}
        </p>
        {fixed === undefined && <Facts field={field} />}
      </div>
    </div>
  );
}

function TakeBack({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <UnstyledButton className={classes.takeBack} onClick={onClick} aria-label={words.forms.record.takeBackField(label)}>
      <IconArrowBackUp size={14} aria-hidden />
      {words.forms.record.takeBack}
    </UnstyledButton>
  );
}

interface FixedProps {
  readonly field: FieldDescription;
  readonly value: unknown;
  readonly why: string;
}

function Fixed({ field, value, why }: FixedProps) {
  return (
    <div className={classes.fixed}>
      <span className={classes.value}>
        <FieldValue field={field} value={value} />
        {field.unit !== '' && <span className={classes.unit}> {field.unit}</span>}
      </span>
      {why !== '' && (
        <span className={classes.why}>
          <IconLock size={13} aria-hidden />
          {why}
        </span>
      )}
    </div>
  );
}

function Refusals({ id, refusals }: { readonly id: string; readonly refusals: readonly Refusal[] }) {
  return (
    <div id={id} className={classes.refusals}>
      {refusals.map(({ code, words: said, remedy }) => (
        <p key={`${code}${said}`}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>
            {said} <span className={classes.remedy}>{remedy}</span>
          </span>
        </p>
      ))}
    </div>
  );
}

/** What its editor cannot show by itself: what it must be, and what it is without a choice. */
function Facts({ field }: { readonly field: FieldDescription }) {
  const said = words.forms.record;
  const initial = inWords(field, field.initial);
  return (
    <p className={classes.facts}>
      {tellsMore(field) && <span>{said.mustBe(field.expects)}</span>}
      {!field.required && initial !== '' && field.kind !== 'secret' && !field.multiline && (
        <span>{said.byDefault(field.unit === '' ? initial : `${initial} ${field.unit}`)}</span>
      )}
    </p>
  );
}
