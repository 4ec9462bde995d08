// The help beside the page: of the field that has the focus, else of the form. It follows; it never gets in the way.

import { ActionIcon, Anchor } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { FieldDescription, FormDescription } from '../../../portal/api.ts';
import { useForm } from '../data/queries.ts';
import { words } from '../words/words.ts';
import styles from './HelpPanel.module.css';
import { type HelpTarget, useHelp } from './help.tsx';

const said = words.shell.help;

export function HelpPanel() {
  const help = useHelp();
  const target = useTarget();
  return (
    <aside className={styles.panel} aria-label={said.title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{said.title}</h2>
        <ActionIcon aria-label={said.close} onClick={help.toggle}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      {target === undefined ? <p className={styles.hint}>{said.nothing}</p> : <Shown target={target} />}
    </aside>
  );
}

/** What was last shown, unless it belongs to a form that was left. */
function useTarget(): HelpTarget | undefined {
  const { target } = useHelp();
  const { form } = useParams({ strict: false });
  if (form === undefined) return target;
  return target?.form === form ? target : { form };
}

function Shown({ target }: { readonly target: HelpTarget }) {
  const { data: form } = useForm(target.form);
  if (form === undefined) return null;
  const field = form.fields.find(({ name }) => name === target.field);
  return field === undefined ? <OfForm form={form} /> : <OfField form={form} field={field} />;
}

function OfField({ form, field }: { readonly form: FormDescription; readonly field: FieldDescription }) {
  const { show } = useHelp();
  return (
    <div className={styles.text}>
      <h3>{field.label}</h3>
      <p>{field.help}</p>
      <Facts field={field} />
      {field.choices !== undefined && (
        <ul className={styles.choices}>
          {Object.entries(field.choices).map(([value, label]) => (
            <li key={value}>{label}</li>
          ))}
        </ul>
      )}
      <Anchor component="button" type="button" size="xs" onClick={() => show({ form: form.id })}>
        {said.about(form.title)}
      </Anchor>
    </div>
  );
}

/** What it must be, and what it is unless changed. */
function Facts({ field }: { readonly field: FieldDescription }) {
  const { choices, expects, initial, required, unit } = field;
  const unitAside = unit === '' || initial === '' ? '' : ` ${unit}`;
  return (
    <p className={styles.facts}>
      {required && `${said.required} `}
      {choices === undefined && expects !== '' && `${said.must(expects)} `}
      {initial !== '' && said.initial(`${choices?.[initial] ?? initial}${unitAside}`)}
    </p>
  );
}

function OfForm({ form }: { readonly form: FormDescription }) {
  const { show } = useHelp();
  const { purpose, conditions, recommendation } = form.help;
  return (
    <div className={styles.text}>
      <h3>{form.title}</h3>
      <h4>{said.purpose}</h4>
      <p>{purpose}</p>
      {conditions !== '' && (
        <>
          <h4>{said.conditions}</h4>
          <p>{conditions}</p>
        </>
      )}
      {recommendation !== '' && (
        <>
          <h4>{said.recommendation}</h4>
          <p>{recommendation}</p>
        </>
      )}
      <h4>{said.fields}</h4>
      <ul className={styles.fields}>
        {form.fields.map((field) => (
          <li key={field.name}>
            <button type="button" className={styles.field} onClick={() => show({ form: form.id, field: field.name })}>
              {field.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
