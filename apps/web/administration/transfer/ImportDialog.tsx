// Import: a file or pasted text, what to do with records that are there already, a check of every row, then the import.

import { Button, Modal, Progress } from '@mantine/core';
import { useState } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import { MadeSecrets } from '../review/MadeSecrets.tsx';
import { ImportChecked } from './ImportChecked.tsx';
import { ImportErrors } from './ImportErrors.tsx';
import { ImportSource } from './ImportSource.tsx';
import { type ImportFile, type ImportMode, useImport } from './useImport.ts';

interface ImportProps {
  readonly form: FormDescription;
  readonly onClose: () => void;
}

const said = words.forms.import;

export function ImportDialog({ form, onClose }: ImportProps) {
  const [file, setFile] = useState<ImportFile>();
  const [mode, setMode] = useState<ImportMode>(form.single ? 'upsert' : 'add');
  const { state, run, cancel, again } = useImport(form.id);
  const made = state.kind === 'done' ? madeOf(form, state.imported.made) : [];
  if (made.length > 0) return <MadeSecrets form={form} made={made} onClose={onClose} />;
  const begin = (dryRun: boolean): void => {
    if (file !== undefined) void run(file, mode, dryRun);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.title(form.title)}
      size={state.kind === 'refused' ? '72rem' : 'lg'}
      closeOnClickOutside={state.kind === 'choosing'}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      <div className={parts.dialog}>
        {state.kind === 'choosing' && (
          <>
            <ImportSource form={form} file={file} mode={mode} onFile={setFile} onMode={setMode} />
            <div className={parts.buttons}>
              <Button variant="default" onClick={onClose}>
                {words.shell.cancel}
              </Button>
              <Button disabled={file === undefined} onClick={() => begin(true)}>
                {said.check}
              </Button>
            </div>
          </>
        )}
        {state.kind === 'running' && (
          <>
            <p>{state.dryRun ? said.checking : said.importing}</p>
            <Progress value={100 * state.progress} aria-label={state.words} animated={state.progress === 0} />
            <p className={parts.lead}>{state.words}</p>
            <div className={parts.buttons}>
              <Button variant="default" onClick={cancel}>
                {words.shell.cancel}
              </Button>
            </div>
          </>
        )}
        {state.kind === 'refused' && file !== undefined && (
          <ImportErrors form={form} file={file} refusals={state.refusals} onBack={again} onAgain={() => begin(true)} />
        )}
        {state.kind === 'checked' && (
          <ImportChecked imported={state.imported} onBack={again} onImport={() => begin(false)} />
        )}
        {state.kind === 'done' && (
          <>
            <p role="status">{said.done(state.imported)}</p>
            <div className={parts.buttons}>
              <Button onClick={onClose}>{words.shell.close}</Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}

const madeOf = (form: FormDescription, made: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  Object.entries(made).flatMap(([key, fields]) =>
    Object.entries(fields).map(([field, text]) => ({ form: form.id, key, field, text })),
  );
