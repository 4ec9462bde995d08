// The field of a one-time code: digits, filled in by the browser where it can.

import { TextInput } from '@mantine/core';
import type { Ref } from 'react';
import type { Refusal } from '../../../portal/api.ts';
import { AtField } from '../AtField.tsx';

export interface CodeFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly refusals?: readonly Refusal[];
  /** Letters too: a recovery code. */
  readonly letters?: boolean;
  readonly field?: Ref<HTMLInputElement>;
}

export function CodeField({ label, hint, value, onChange, refusals = [], letters = false, field }: CodeFieldProps) {
  return (
    <TextInput
      {...(field === undefined ? {} : { ref: field })}
      label={label}
      description={hint}
      autoComplete={letters ? 'off' : 'one-time-code'}
      inputMode={letters ? 'text' : 'numeric'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={letters ? 40 : 12}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={refusals.length > 0 && <AtField refusals={refusals} />}
      size="sm"
      required
      withAsterisk={false}
      autoFocus
    />
  );
}
