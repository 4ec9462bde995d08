// What every editor of a field is given.

import type { FieldDescription } from '../../../portal/api.ts';

export interface EditorProps {
  readonly field: FieldDescription;
  /** What is shown: the edited value, or what is there. */
  readonly value: unknown;
  /** What is there. */
  readonly base: unknown;
  /** Undefined takes the edit back. */
  readonly onChange: (value: unknown) => void;
  /** Of the element that takes the focus; the label names it. */
  readonly id: string;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly invalid: boolean;
  /** Values beside it in the same record: some editors show what they mean for this one. */
  readonly siblings: Siblings;
  readonly onFocus?: () => void;
}

export interface Siblings {
  readonly fields: readonly FieldDescription[];
  readonly valueOf: (name: string) => unknown;
}

/** What assistive technology is told about an editor. */
export const aria = ({ id, labelledBy, describedBy, invalid, field }: EditorProps) => ({
  id,
  'aria-labelledby': labelledBy,
  'aria-describedby': describedBy,
  'aria-invalid': invalid,
  'aria-required': field.required,
});
