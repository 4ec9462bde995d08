// Which records are meant: those that are selected, those of the page, or all that are found; each with its number.

import { Radio } from '@mantine/core';
import { words } from '../../shell/words/words.ts';
import type { Dialogs, Scope } from '../table/wishes.ts';
import styles from './bulk.module.css';
import { countIn } from './scope.ts';

interface ScopeProps {
  readonly dialogs: Dialogs;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
}

const said = words.forms.bulk;
const scopes: readonly Scope[] = ['selected', 'page', 'found'];

export function ScopeChoice({ dialogs, scope, onScope }: ScopeProps) {
  const there = scopes.filter((one) => one !== 'selected' || dialogs.selected.size > 0);
  return (
    <Radio.Group
      label={said.which}
      value={scope}
      onChange={(next) => onScope(scopes.find((one) => one === next) ?? scope)}
    >
      <div className={styles.scopes}>
        {there.map((one) => (
          <Radio key={one} value={one} label={said.scopes[one](countIn(one, dialogs))} />
        ))}
      </div>
    </Radio.Group>
  );
}
