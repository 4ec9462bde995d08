// The editor of a field, chosen by its kind alone.

import type { ComponentType } from 'react';
import type { FieldDescription } from '../../portal/api.ts';
import { AccessEditor } from './editors/AccessEditor.tsx';
import { ChoiceEditor } from './editors/ChoiceEditor.tsx';
import { ChoicesEditor } from './editors/ChoicesEditor.tsx';
import type { EditorProps } from './editors/editor.ts';
import { LinesEditor } from './editors/LinesEditor.tsx';
import { DayEditor, MomentEditor } from './editors/MomentEditor.tsx';
import { NetworksEditor } from './editors/NetworksEditor.tsx';
import { ReferenceEditor } from './editors/ReferenceEditor.tsx';
import { ReferencesEditor } from './editors/ReferencesEditor.tsx';
import { SecretEditor } from './editors/SecretEditor.tsx';
import { DigitsEditor, TextEditor, WholeEditor } from './editors/TextEditor.tsx';
import { YesNoEditor } from './editors/YesNoEditor.tsx';

const editors: Readonly<Record<string, ComponentType<EditorProps>>> = {
  access: AccessEditor,
  address: TextEditor,
  choice: ChoiceEditor,
  choices: ChoicesEditor,
  day: DayEditor,
  digits: DigitsEditor,
  lines: LinesEditor,
  moment: MomentEditor,
  networks: NetworksEditor,
  reference: ReferenceEditor,
  references: ReferencesEditor,
  secret: SecretEditor,
  text: TextEditor,
  whole: WholeEditor,
  yesNo: YesNoEditor,
};

/** A reference whose form may not be seen is typed. */
function editorOf({ kind, multiline, references }: FieldDescription): ComponentType<EditorProps> {
  if (multiline && kind !== 'secret') return LinesEditor;
  if (references === undefined && kind === 'reference') return TextEditor;
  if (references === undefined && kind === 'references') return NetworksEditor;
  return editors[kind] ?? TextEditor;
}

/** A kind that this page does not know yet is edited as text, which every field reads. */
export function FieldEditor(props: EditorProps) {
  const Editor = editorOf(props.field);
  return <Editor {...props} />;
}
