// Export: what is found, or all of it; for a spreadsheet or for a program. Secrets are in neither.

import { Button, Modal, Progress, Radio } from '@mantine/core';
import { useState } from 'react';
import { api, path } from '../../shell/api.ts';
import { words } from '../../shell/words/words.ts';
import { everyRecord } from '../bulk/scope.ts';
import { Problem } from '../parts/Problem.tsx';
import parts from '../parts/parts.module.css';
import { saveFile } from '../parts/saveFile.ts';
import type { Dialogs } from '../table/wishes.ts';
import type { FileFormat } from './placing.ts';
import styles from './transfer.module.css';
import { printRecords } from './writing.ts';

interface ExportProps extends Dialogs {
  readonly onClose: () => void;
}

const said = words.forms.export;
const formats: readonly FileFormat[] = ['csv', 'json'];

export function ExportDialog({ form, found, total, onClose }: ExportProps) {
  const filtered = (found.search ?? '') !== '' || Object.keys(found.where ?? {}).length > 0;
  const [scope, setScope] = useState(filtered ? 'found' : 'all');
  const [format, setFormat] = useState<FileFormat>('csv');
  const [progress, setProgress] = useState<number>();
  const [fault, setFault] = useState<unknown>();
  const run = async (): Promise<void> => {
    setFault(undefined);
    setProgress(0);
    try {
      if (scope === 'all') {
        const { name, content } = await api.file(`${path('forms', form.id, 'export')}?format=${format}`);
        saveFile(name === '' ? `${form.id}.${format}` : name, content.type, content);
      } else {
        const records = await everyRecord(form.id, found, setProgress);
        const type = format === 'csv' ? 'text/csv' : 'application/json';
        saveFile(`${form.id}-found.${format}`, type, printRecords(records, form.fields, format));
      }
      onClose();
    } catch (reason) {
      setFault(reason);
    }
    setProgress(undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.title(form.title)}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      <div className={parts.dialog}>
        {filtered && (
          <Radio.Group label={said.which} value={scope} onChange={setScope}>
            <div className={styles.modes}>
              <Radio value="found" label={said.found(total)} />
              <Radio value="all" label={said.all} />
            </div>
          </Radio.Group>
        )}
        <Radio.Group
          label={said.format}
          value={format}
          onChange={(next) => setFormat(formats.find((one) => one === next) ?? format)}
        >
          <div className={styles.modes}>
            {formats.map((one) => (
              <Radio
                key={one}
                classNames={{ description: styles.description ?? '' }}
                value={one}
                label={said.formats[one].label}
                description={said.formats[one].help}
              />
            ))}
          </div>
        </Radio.Group>
        <p className={parts.lead}>{said.noSecrets}</p>
        {progress !== undefined && (
          <Progress value={100 * progress} animated={scope === 'all'} aria-label={said.running} />
        )}
        <Problem fault={fault} />
        <div className={parts.buttons}>
          <Button variant="default" onClick={onClose}>
            {words.shell.cancel}
          </Button>
          <Button data-autofocus loading={progress !== undefined} onClick={() => void run()}>
            {said.export}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
