// A button to choose a file whose content becomes the value of a field: as text, or in base64 where it is none.

import { Button, FileButton } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { words } from '../../shell/words/words.ts';
import type { EditorProps } from './editor.ts';

interface ChooseFileProps extends Pick<EditorProps, 'field' | 'describedBy' | 'labelledBy' | 'onFocus'> {
  readonly onChosen: (value: string) => void;
}

/** Nothing where the field is not something that people have in a file. */
export function ChooseFile({ field, describedBy, labelledBy, onChosen, onFocus }: ChooseFileProps) {
  const { file } = field;
  if (file === undefined) return undefined;
  const take = (given: File | null): void => {
    if (given !== null) void contentOf(given, file.as).then(onChosen);
  };
  return (
    <FileButton accept={file.accepts} onChange={take}>
      {(props) => (
        <Button
          {...props}
          variant="default"
          aria-describedby={`${labelledBy} ${describedBy}`}
          leftSection={<IconFile size={15} aria-hidden />}
          {...(onFocus === undefined ? {} : { onFocus })}
        >
          {words.forms.file.choose}
        </Button>
      )}
    </FileButton>
  );
}

async function contentOf(file: File, as: 'text' | 'base64'): Promise<string> {
  if (as === 'text') return await file.text();
  return new Uint8Array(await file.arrayBuffer()).toBase64();
}
