// A new password, typed twice, with the rules beside it: what is met already, what is not, what only the system can tell.

import { PasswordInput } from '@mantine/core';
import { IconCheck, IconCircle, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Refusal } from '../../../portal/api.ts';
import { AtField } from '../AtField.tsx';
import { passwordRulesQuery } from '../data/queries.ts';
import { words } from '../words/words.ts';
import { type RuleState, stateOf } from './rules.ts';
import styles from './session.module.css';

const said = words.shell.newPassword;

export interface NewPassword {
  readonly fresh: string;
  readonly again: string;
}

export const noNewPassword: NewPassword = { fresh: '', again: '' };

export interface NewPasswordFieldsProps {
  readonly loginId: string;
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
  /** What the system refused, at its field. */
  readonly refusals: readonly Refusal[];
  /** It is the first thing to be typed. */
  readonly first?: boolean;
}

export function NewPasswordFields({ loginId, value, onChange, refusals, first = false }: NewPasswordFieldsProps) {
  const differ = value.again !== '' && value.again !== value.fresh;
  return (
    <>
      <PasswordInput
        label={said.fresh}
        autoComplete="new-password"
        value={value.fresh}
        onChange={(event) => onChange({ ...value, fresh: event.currentTarget.value })}
        error={refusals.length > 0 && <AtField refusals={refusals} />}
        description={<Rules password={value.fresh} loginId={loginId} />}
        descriptionProps={asBlock}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        size="sm"
        required
        withAsterisk={false}
        autoFocus={first}
      />
      <PasswordInput
        label={said.again}
        autoComplete="new-password"
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
        error={differ ? said.differ : undefined}
        size="sm"
        required
        withAsterisk={false}
      />
    </>
  );
}

/** A list may not stand in the paragraph that Mantine makes of a description. */
const asBlock = { component: 'div' } as const;

const shapes = { met: IconCheck, open: IconCircle, later: IconCircleDashed } as const;
const stateWords: Readonly<Record<RuleState, string>> = { met: said.met, open: said.open, later: said.checked };

function Rules({ password, loginId }: { readonly password: string; readonly loginId: string }) {
  const { data } = useQuery(passwordRulesQuery);
  return (
    <ul className={styles.rules}>
      {(data?.rules ?? []).map((rule) => {
        const state = stateOf(rule, password, loginId);
        const Shape = shapes[state];
        return (
          <li key={rule} data-state={state}>
            <Shape size={14} aria-hidden />
            <span>
              {rule} <span className={styles.ruleState}>{stateWords[state]}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Both are there and the same: what the system shall judge. */
export const isComplete = ({ fresh, again }: NewPassword): boolean => fresh !== '' && fresh === again;
