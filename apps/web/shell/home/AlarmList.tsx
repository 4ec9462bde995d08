// Alarms in words, those that cry first; what somebody has acknowledged is quiet, and stays until it has ended.

import type { Alarm } from '../../../portal/api.ts';
import { useForms } from '../data/queries.ts';
import { State } from '../State.tsx';
import { words } from '../words/words.ts';
import { AlarmItem } from './AlarmItem.tsx';
import styles from './home.module.css';

export interface AlarmListProps {
  readonly alarms: readonly Alarm[];
  /** Somebody goes to where the alarm points. */
  readonly onLook?: () => void;
}

export function AlarmList({ alarms, onLook }: AlarmListProps) {
  const { data: forms = [] } = useForms();
  const mayAcknowledge = forms.find(({ id }) => id === 'alarms')?.operations.includes('act') === true;
  if (alarms.length === 0)
    return (
      <p className={styles.fine}>
        <State kind="proven">{words.shell.home.fine}</State>
      </p>
    );
  return (
    <ul className={styles.alarms}>
      {alarms.map((alarm) => (
        <AlarmItem
          key={alarm.id}
          alarm={alarm}
          form={forms.find(({ id }) => id === alarm.form)}
          mayAcknowledge={mayAcknowledge}
          onLook={onLook}
        />
      ))}
    </ul>
  );
}
