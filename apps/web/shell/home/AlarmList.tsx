// Alarms in words, each with what to do about it and where.

import { IconAlertTriangleFilled, IconHexagonFilled } from '@tabler/icons-react';
import type { Alarm } from '../../../portal/api.ts';
import { useForms } from '../data/queries.ts';
import { PageLink } from '../PageLink.tsx';
import { Said } from '../Said.tsx';
import { State } from '../State.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;

export interface AlarmListProps {
  readonly alarms: readonly Alarm[];
  /** Somebody goes to where the alarm points. */
  readonly onLook?: () => void;
}

export function AlarmList({ alarms, onLook }: AlarmListProps) {
  const { data: forms = [] } = useForms();
  if (alarms.length === 0)
    return (
      <p className={styles.fine}>
        <State kind="proven">{said.fine}</State>
      </p>
    );
  return (
    <ul className={styles.alarms}>
      {alarms.map((alarm) => {
        const form = forms.find(({ id }) => id === alarm.form);
        const Shape = alarm.severity === 'minor' ? IconAlertTriangleFilled : IconHexagonFilled;
        return (
          <li className={styles.alarm} key={alarm.words} data-severity={alarm.severity}>
            <Shape className={styles.alarmShape} size={16} aria-hidden />
            <div>
              <p>
                <span className={styles.severity}>{said.severity[alarm.severity]}.</span> <Said text={alarm.words} />
              </p>
              <p className={styles.remedy}>
                <Said text={alarm.remedy} />
              </p>
            </div>
            {form !== undefined && (
              <PageLink
                className={styles.look}
                to="/forms/$form"
                params={{ form: form.id }}
                size="xs"
                {...(onLook === undefined ? {} : { onClick: onLook })}
              >
                {said.look(form.title)}
              </PageLink>
            )}
          </li>
        );
      })}
    </ul>
  );
}
