// Where an import comes from, and what it does with records that are there already.

import { Button, FileButton, Input, Radio } from '@mantine/core';
import { IconFile, IconUpload } from '@tabler/icons-react';
import { type DragEvent, useId, useState } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { printNumber } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import type { FileFormat } from './placing.ts';
import styles from './transfer.module.css';
import type { ImportFile, ImportMode } from './useImport.ts';

interface SourceProps {
  readonly form: FormDescription;
  readonly file: ImportFile | undefined;
  readonly mode: ImportMode;
  readonly onFile: (file: ImportFile | undefined) => void;
  readonly onMode: (mode: ImportMode) => void;
}

const said = words.forms.import;
const modes: readonly ImportMode[] = ['add', 'upsert', 'replace'];

export function ImportSource({ form, file, mode, onFile, onMode }: SourceProps) {
  return (
    <>
      <FileDrop file={file} onFile={onFile} />
      <Paste onFile={onFile} />
      <p className={styles.columns}>
        {said.columns(form.key ?? '')} <code>{form.fields.map(({ name }) => name).join(', ')}</code>
      </p>
      {!form.single && (
        <Radio.Group
          label={said.mode}
          value={mode}
          onChange={(next) => onMode(modes.find((one) => one === next) ?? mode)}
        >
          <div className={styles.modes}>
            {modes.map((one) => (
              <Radio
                key={one}
                classNames={{ description: styles.description ?? '' }}
                value={one}
                label={said.modes[one].label}
                description={said.modes[one].help}
              />
            ))}
          </div>
        </Radio.Group>
      )}
    </>
  );
}

function FileDrop({ file, onFile }: Pick<SourceProps, 'file' | 'onFile'>) {
  const [over, setOver] = useState(false);
  const take = (given: File | null | undefined): void => {
    if (given) onFile({ name: given.name, content: given, format: /\.json$/i.test(given.name) ? 'json' : 'csv' });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only dropping needs the mouse; the button does the same by keyboard
    <div
      className={styles.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileButton onChange={take} accept=".csv,.json,text/csv,application/json">
        {(props) => (
          <Button {...props} variant="default" data-autofocus leftSection={<IconUpload size={15} aria-hidden />}>
            {said.choose}
          </Button>
        )}
      </FileButton>
      {file === undefined ? (
        <span className={styles.hint}>{said.drop}</span>
      ) : (
        <output className={styles.file}>
          <IconFile size={15} aria-hidden />
          <b>{file.name === '' ? said.pasted : file.name}</b>
          <span className={styles.hint}>
            {said.formats[file.format]}, {said.bytes(printNumber(file.content.size))}
          </span>
        </output>
      )}
    </div>
  );
}

function Paste({ onFile }: Pick<SourceProps, 'onFile'>) {
  const id = useId();
  const take = (text: string): void => {
    const format: FileFormat = /^\s*\[/.test(text) ? 'json' : 'csv';
    onFile(text.trim() === '' ? undefined : { name: '', content: new Blob([text]), format });
  };
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {said.paste}
      </label>
      <Input
        component="textarea"
        multiline
        id={id}
        rows={4}
        className={styles.paste ?? ''}
        spellCheck={false}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </div>
  );
}
