// The fields of a record in their sections.

import type { ReactNode } from 'react';
import type { FieldDescription, RecordHistory } from '../../../portal/api.ts';
import { FieldRow } from '../../fields/FieldRow.tsx';
import { words } from '../../shell/words/words.ts';
import styles from './record.module.css';
import type { Editor } from './useEditor.ts';

interface FieldListProps {
  readonly editor: Editor;
  /** Whether the record may be changed at all. */
  readonly writable: boolean;
  readonly history: RecordHistory | undefined;
}

const said = words.forms.record;

export function FieldList({ editor, writable, history }: FieldListProps) {
  const { form, draft, base, refusals, set } = editor;
  const adding = editor.record === undefined;
  const siblings = { fields: form.fields, valueOf: editor.valueOf };
  return sectionsOf(form.fields).map(({ section, fields }) => (
    <Section key={section} title={section} level={form.single ? 2 : 3}>
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          formId={form.id}
          field={field}
          value={editor.valueOf(field.name)}
          base={base[field.name]}
          edited={Object.hasOwn(draft, field.name)}
          fixed={whyFixed(field, field.name === form.key, writable, adding)}
          refusals={refusals.filter((refusal) => refusal.field === field.name)}
          lastChange={history?.fields[field.name]}
          siblings={siblings}
          onChange={(value) => set(field, value)}
        />
      ))}
    </Section>
  ));
}

/** Undefined when it can be changed; blank where the whole record cannot, which is told once. */
function whyFixed(field: FieldDescription, isKey: boolean, writable: boolean, adding: boolean): string | undefined {
  if (!writable) return '';
  if (isKey) return adding ? undefined : said.keyStays;
  if (field.changeable) return undefined;
  return field.duty === 'security' ? said.securityDuty : said.notChangeable;
}

interface Fields {
  readonly section: string;
  readonly fields: readonly FieldDescription[];
}

function sectionsOf(fields: readonly FieldDescription[]): readonly Fields[] {
  const names = [...new Set(fields.map(({ section }) => section))];
  return names.map((section) => ({ section, fields: fields.filter((field) => field.section === section) }));
}

interface SectionProps {
  readonly title: string;
  /** One below the title of the record. */
  readonly level: 2 | 3;
  readonly children: ReactNode;
}

function Section({ title, level, children }: SectionProps) {
  if (title === '') return <div className={styles.section}>{children}</div>;
  const Heading = `h${level}` as const;
  return (
    <section className={styles.section} aria-label={title}>
      <Heading className={styles.sectionTitle}>{title}</Heading>
      {children}
    </section>
  );
}
