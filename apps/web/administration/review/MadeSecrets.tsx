// Secrets that were made: shown this once, to be copied or kept as a file, and nowhere afterwards.

import { ActionIcon, Button, CopyButton, Modal, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import styles from '../parts/parts.module.css';
import { saveFile } from '../parts/saveFile.ts';
import { printCsv } from '../transfer/writing.ts';
import type { MadeSecret } from './grouping.ts';

interface MadeProps {
  readonly form: FormDescription;
  readonly made: readonly MadeSecret[];
  readonly onClose: () => void;
}

const said = words.forms.made;
const shownAtOnce = 6;

export function MadeSecrets({ form, made, onClose }: MadeProps) {
  const labels = new Map(form.fields.map(({ name, label }) => [name, label]));
  const label = (field: string): string => labels.get(field) ?? field;
  const save = (): void => {
    const rows = made.map(({ key, field, text }) => [key, label(field), text]);
    saveFile(`${form.id}-secrets.csv`, 'text/csv', printCsv([said.columns, ...rows]));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.title(made.length)}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className={styles.dialog}>
        <p className={styles.lead}>{made.length === 1 ? said.once : said.onceMany}</p>
        <div className={styles.made}>
          {made.slice(0, shownAtOnce).map((secret) => (
            <div key={`${secret.key} ${secret.field}`} className={styles.madeRow}>
              <span>
                <b>{secret.key}</b> {label(secret.field)}
              </span>
              <code>{secret.text}</code>
              <Copy text={secret.text} label={said.copy(`${secret.key} ${label(secret.field)}`)} />
            </div>
          ))}
        </div>
        {made.length > shownAtOnce && <p className={styles.lead}>{said.more(made.length - shownAtOnce)}</p>}
        <div className={styles.buttons}>
          {made.length > 1 && (
            <Button
              variant={made.length > shownAtOnce ? 'filled' : 'default'}
              leftSection={<IconDownload size={15} aria-hidden />}
              onClick={save}
            >
              {said.save}
            </Button>
          )}
          <Button variant={made.length > shownAtOnce ? 'default' : 'filled'} onClick={onClose}>
            {said.done}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

const Copy = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <Tooltip label={copied ? said.copied : label}>
        <ActionIcon variant="default" aria-label={copied ? said.copied : label} onClick={copy}>
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    )}
  </CopyButton>
);
