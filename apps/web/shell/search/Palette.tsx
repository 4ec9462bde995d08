// Search over everything that this person may see: forms at once, fields, help and records as the system finds them. Ctrl-K from anywhere.

import { Kbd, Loader, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import type { Found } from '../../../portal/api.ts';
import { api } from '../api.ts';
import { useForms } from '../data/queries.ts';
import { useHelp } from '../help/help.tsx';
import { words } from '../words/words.ts';
import { Marked } from './Marked.tsx';
import styles from './Palette.module.css';
import { type Action, arrange, type FoundGroup, type Result as FoundResult, pageOf } from './results.ts';

const said = words.shell.search;
const typingMs = 120;

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly actions: readonly Action[];
}

export function Palette({ opened, onClose, actions }: PaletteProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={640} yOffset="10vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={said.title}>
        <Modal.Body p={0}>{opened && <Search onClose={onClose} actions={actions} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onClose, actions }: Omit<PaletteProps, 'opened'>) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), typingMs);
  const { data: forms = [] } = useForms();
  const answer = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => api.get<readonly Found[]>(`search?text=${encodeURIComponent(asked)}`, { signal }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const groups = useMemo(
    () => arrange(text, forms, asked === '' ? [] : (answer.data ?? []), actions),
    [text, forms, asked, answer.data, actions],
  );
  const found = groups.flatMap((group) => group.found);
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at the first result again
  useEffect(() => setAt(0), [text]);
  const open = useOpen(onClose);
  const listId = useId();
  const chosen = Math.min(at, found.length - 1);

  const take = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % found.length);
    }
    const one = found[chosen];
    if (event.key === 'Enter' && one !== undefined) {
      event.preventDefault();
      open(one);
    }
  };

  return (
    <div className={styles.palette}>
      <div className={styles.entry}>
        <IconSearch size={17} aria-hidden />
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-label={said.title}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          placeholder={said.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={take}
          data-autofocus
        />
        {answer.isFetching && <Loader size={14} aria-label={words.shell.loading} />}
      </div>
      <Results id={listId} groups={groups} chosen={chosen} text={text} onOpen={open} onPoint={setAt} />
      {found.length === 0 && (
        <p className={styles.none}>
          {text.trim() === '' || answer.isFetching ? said.begin : `${said.nothing(text.trim())} ${said.hint}`}
        </p>
      )}
      <p className={styles.said} role="status">
        {text.trim() === '' || answer.isFetching ? '' : said.count(found.length)}
      </p>
      <footer className={styles.keys}>
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {said.keys.choose}
        </span>
        <span>
          <Kbd>Enter</Kbd> {said.keys.open}
        </span>
        <span>
          <Kbd>Esc</Kbd> {said.keys.close}
        </span>
      </footer>
    </div>
  );
}

/** Goes to what was found: a record is opened, a field or a help text is shown beside its form. */
function useOpen(onClose: () => void): (found: FoundResult) => void {
  const navigate = useNavigate();
  const help = useHelp();
  return (found) => {
    onClose();
    if (found.run !== undefined) return found.run();
    void navigate(pageOf(found));
    if (found.kind === 'field' || found.kind === 'help')
      help.open({ form: found.form, ...(found.field === undefined ? {} : { field: found.field }) });
  };
}

interface ResultsProps {
  readonly id: string;
  readonly groups: readonly FoundGroup[];
  readonly chosen: number;
  readonly text: string;
  readonly onOpen: (found: FoundResult) => void;
  readonly onPoint: (at: number) => void;
}

function Results({ id, groups, chosen, text, onOpen, onPoint }: ResultsProps) {
  let next = 0;
  return (
    <div className={styles.results} role="listbox" id={id} aria-label={said.title}>
      {groups.map(({ kind, found }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a list box; a group may
        <div key={kind} role="group" aria-label={said.kinds[kind]}>
          <div className={styles.kind} aria-hidden>
            {said.kinds[kind]}
          </div>
          {found.map((one) => {
            const at = next++;
            return (
              <Result
                key={`${one.form} ${one.key ?? ''} ${one.field ?? ''} ${one.words}`}
                id={`${id}-${at}`}
                found={one}
                isChosen={at === chosen}
                text={text}
                onOpen={() => onOpen(one)}
                onPoint={() => onPoint(at)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface ResultProps {
  readonly id: string;
  readonly found: FoundResult;
  readonly isChosen: boolean;
  readonly text: string;
  readonly onOpen: () => void;
  readonly onPoint: () => void;
}

function Result({ id, found, isChosen, text, onOpen, onPoint }: ResultProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the entry above, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the entry above
    <div
      id={id}
      className={styles.result}
      role="option"
      aria-selected={isChosen}
      data-chosen={isChosen || undefined}
      onClick={onOpen}
      onPointerMove={onPoint}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <span className={styles.resultWords}>
        <Marked text={found.words} wanted={text} />
      </span>
      {found.kind !== 'form' && found.formTitle !== '' && <span className={styles.resultForm}>{found.formTitle}</span>}
      {found.excerpt !== '' && found.excerpt !== found.formTitle && (
        <span className={styles.excerpt}>
          <Marked text={found.excerpt} wanted={text} around={90} />
        </span>
      )}
    </div>
  );
}
