// The form tree: what this person may see, by task. Arrow keys go through it; right and left open and close a group.

import { IconChevronRight, IconHome, IconListCheck, IconShieldCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { FormSummary } from '../../../portal/api.ts';
import { useForms, useSession } from '../data/queries.ts';
import { keep, readKept } from '../kept.ts';
import { printNumber } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './FormTree.module.css';
import { type TreeGroup, treeOf } from './tree.ts';
import { maySetUp, seesSecurity } from './useActions.ts';

const said = words.shell.frame;

export function FormTree() {
  const { data: forms = [] } = useForms();
  const session = useSession();
  const list = useRef<HTMLDivElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its links and buttons work without; these keys only go from one to the next
    <div className={styles.tree} ref={list} onKeyDown={(event) => walk(event, list.current)}>
      <Link className={styles.leaf} to="/" activeOptions={{ exact: true }}>
        <IconHome size={15} aria-hidden />
        <span className={styles.name}>{said.home}</span>
      </Link>
      {maySetUp(session) && (
        <Link className={styles.leaf} to="/setup">
          <IconListCheck size={15} aria-hidden />
          <span className={styles.name}>{said.setup}</span>
        </Link>
      )}
      {seesSecurity(forms) && (
        <Link className={styles.leaf} to="/security" activeOptions={{ includeSearch: false }}>
          <IconShieldCheck size={15} aria-hidden />
          <span className={styles.name}>{words.security.title}</span>
        </Link>
      )}
      {treeOf(forms).map((group) => (
        <Branch key={group.title} group={group} />
      ))}
    </div>
  );
}

function Branch({ group }: { readonly group: TreeGroup }) {
  const keptAs = `tree-${group.title}`;
  const [isOpen, setOpen] = useState(readKept(keptAs) !== 'closed');
  const id = `tree-${group.title.replaceAll(' ', '-')}`;
  const set = (wanted: boolean): void => {
    keep(keptAs, wanted ? 'open' : 'closed');
    setOpen(wanted);
  };
  const turn = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') set(true);
    if (event.key === 'ArrowLeft') set(false);
  };
  return (
    <section className={styles.branch}>
      <h2 className={styles.heading}>
        <button
          type="button"
          className={styles.group}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => set(!isOpen)}
          onKeyDown={turn}
        >
          <IconChevronRight className={styles.chevron} size={14} aria-hidden />
          {group.title}
        </button>
      </h2>
      <ul id={id} hidden={!isOpen}>
        {group.pages.map(({ to, title }) => (
          <li key={to}>
            <Link className={styles.leaf} to={to} activeOptions={{ includeSearch: false }}>
              <span className={styles.name}>{title}</span>
            </Link>
          </li>
        ))}
        {group.forms.map((form) => (
          <li key={form.id}>
            <Leaf form={form} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Leaf({ form }: { readonly form: FormSummary }) {
  return (
    <Link className={styles.leaf} to="/forms/$form" params={{ form: form.id }} activeOptions={{ includeSearch: false }}>
      <span className={styles.name}>{form.title}</span>
      {!form.single && <span className={styles.count}>{printNumber(form.records)}</span>}
    </Link>
  );
}

/** Up, down, Home and End move the focus among what is visible. */
function walk(event: KeyboardEvent, list: HTMLElement | null): void {
  const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || list === null) return;
  const items = [...list.querySelectorAll<HTMLElement>('a, button')].filter((item) => item.offsetParent !== null);
  const now = items.indexOf(document.activeElement as HTMLElement); // Anything else is simply not among them.
  const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
  event.preventDefault();
  next?.focus();
}
