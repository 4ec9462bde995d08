// One alarm: what is wrong, since when, what to do about it, where; and the button that says "I have seen it".

import { Button } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleDashed, IconHexagonFilled } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Alarm, FormSummary } from '../../../portal/api.ts';
import { api, path } from '../api.ts';
import { PageLink } from '../PageLink.tsx';
import { Said } from '../Said.tsx';
import { Moment } from '../words/Moment.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;

export interface AlarmItemProps {
  readonly alarm: Alarm;
  /** Where it points, for those who may see it. */
  readonly form: FormSummary | undefined;
  readonly mayAcknowledge: boolean;
  readonly onLook: (() => void) | undefined;
}

export function AlarmItem({ alarm, form, mayAcknowledge, onLook }: AlarmItemProps) {
  return (
    <li className={styles.alarm} data-severity={alarm.severity} data-acknowledged={alarm.acknowledged}>
      <Shape alarm={alarm} />
      <div>
        <p>
          <span className={styles.severity}>{said.severity[alarm.severity]}.</span> <Said text={alarm.words} />
        </p>
        <p className={styles.remedy}>
          <Said text={alarm.remedy} />
        </p>
        <p className={styles.since}>
          {said.since} <Moment ms={alarm.raisedAtMs} />
          {alarm.times > 1 && `, ${said.times(alarm.times)}`}
          {alarm.acknowledged && `, ${said.acknowledgedBy(alarm.acknowledgedBy)}`}
        </p>
      </div>
      <div className={styles.alarmTools}>
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
        {mayAcknowledge && !alarm.acknowledged && <Acknowledge alarm={alarm} />}
      </div>
    </li>
  );
}

function Shape({ alarm: { severity, acknowledged } }: { readonly alarm: Alarm }) {
  const Icon = acknowledged ? IconCircleDashed : severity === 'minor' ? IconAlertTriangleFilled : IconHexagonFilled;
  return <Icon className={styles.alarmShape} size={16} aria-hidden />;
}

function Acknowledge({ alarm }: { readonly alarm: Alarm }) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send('POST', path('forms', 'alarms', 'records', alarm.id, 'actions', 'acknowledge'));
      setTrouble('');
    } catch (fault) {
      setTrouble(fault instanceof Error ? fault.message : String(fault));
    }
    setBusy(false);
    await queries.invalidateQueries({ queryKey: ['home'] });
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={isBusy}
        aria-label={said.acknowledgeThis(alarm.words)}
        onClick={() => void acknowledge()}
      >
        {said.acknowledge}
      </Button>
      {trouble !== '' && (
        <p className={styles.alarmTrouble} role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
