// The record beside the table: one that is there, a new one, or a copy.

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { FormDescription, RecordView } from '../../../portal/api.ts';
import { useRecord } from '../../shell/data/queries.ts';
import { words } from '../../shell/words/words.ts';
import { type Address, closed, shownRecord } from '../address.ts';
import { Problem } from '../parts/Problem.tsx';
import { useStable } from '../parts/useStable.ts';
import { useAddress } from '../useAddress.ts';
import { AddEditor } from './AddEditor.tsx';
import { RecordEditor } from './RecordEditor.tsx';
import styles from './record.module.css';

interface PaneProps {
  readonly form: FormDescription;
  /** The page of the table beside it, for the record before and after. */
  readonly page: readonly RecordView[];
  readonly onClose: () => void;
}

const said = words.forms.record;

export function RecordPane({ form, page, onClose }: PaneProps) {
  const { address, go } = useAddress();
  const pane = useRef<HTMLElement>(null);
  const shown = shownRecord(address);
  /** The label of what has the focus when the next record is there; its title where there is none. */
  const wanted = useRef('');
  const arrive = useStable(() => {
    const tool = wanted.current === '' ? undefined : `button[aria-label="${wanted.current}"]:enabled`;
    wanted.current = '';
    const found = tool === undefined ? null : pane.current?.querySelector<HTMLElement>(tool);
    (found ?? pane.current?.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && pane.current?.contains(event.target as Node)) onClose();
  };
  const tools = (
    <>
      {address.record !== undefined && (
        <Neighbours
          page={page}
          at={address.record}
          onOpen={(key, label) => {
            wanted.current = label;
            go({ ...closed, record: key, history: address.history });
          }}
        />
      )}
      <Tooltip label={said.close}>
        <ActionIcon aria-label={said.close} onClick={onClose}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Arrival key={shown} onArrive={arrive} />
    </>
  );
  return (
    <aside className={styles.pane} ref={pane} aria-label={said.pane} onKeyDown={onKeyDown}>
      <Shown key={shown} form={form} address={address} tools={tools} />
    </aside>
  );
}

/** Tells that the record is drawn: its head, with the tools in it, is there. */
function Arrival({ onArrive }: { readonly onArrive: () => void }) {
  useEffect(onArrive, [onArrive]);
  return null;
}

interface ShownProps {
  readonly form: FormDescription;
  readonly address: Address;
  readonly tools: React.ReactNode;
}

function Shown({ form, address, tools }: ShownProps) {
  const { record, adding, copyOf } = address;
  if (adding && copyOf !== undefined) return <Loaded form={form} recordKey={copyOf} tools={tools} copying />;
  if (adding) return <AddEditor form={form} tools={tools} />;
  return record === undefined ? null : <Loaded form={form} recordKey={record} tools={tools} copying={false} />;
}

interface LoadedProps {
  readonly form: FormDescription;
  readonly recordKey: string;
  readonly tools: React.ReactNode;
  readonly copying: boolean;
}

function Loaded({ form, recordKey, tools, copying }: LoadedProps) {
  const { data, error } = useRecord(form.id, recordKey);
  if (error !== null && data === undefined)
    return (
      <>
        <header className={styles.head}>
          <h2 className={styles.title} tabIndex={-1}>
            {recordKey}
          </h2>
          <span className={styles.tools}>{tools}</span>
        </header>
        <div className={styles.body}>
          <Problem fault={error} />
        </div>
      </>
    );
  if (data === undefined) return <div className={styles.waiting} role="status" aria-label={words.shell.loading} />;
  if (copying) return <AddEditor form={form} tools={tools} copied={data} />;
  return <RecordEditor form={form} now={data} tools={tools} />;
}

interface NeighboursProps {
  readonly page: readonly RecordView[];
  readonly at: string;
  readonly onOpen: (key: string, label: string) => void;
}

function Neighbours({ page, at, onOpen }: NeighboursProps) {
  const here = page.findIndex(({ key }) => key === at);
  if (here < 0) return null;
  const step = (by: -1 | 1, label: string, Icon: typeof IconChevronUp) => {
    const key = page[here + by]?.key;
    return (
      <ActionIcon
        aria-label={label}
        title={label}
        disabled={key === undefined}
        onClick={() => key !== undefined && onOpen(key, label)}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    );
  };
  return (
    <>
      {step(-1, said.before, IconChevronUp)}
      {step(1, said.after, IconChevronDown)}
    </>
  );
}
