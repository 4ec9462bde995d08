// Where the rows of the views of alarms come from, and what acknowledging and testing do; and the alarms that Home shows.

import { type Administration, rowsSource, type ViewSource } from '#administration';
import { type Alarm, type AlarmRecord, type Alarms, alarmsView, type Deliveries, destinationsView } from '#alarms';
import type { Actor } from '#security';
import type { AlarmLine } from './portal-protocol.ts';

/** Without deliveries, as while the system is offline, there are no destinations. */
export function giveAlarmViews(administration: Administration, alarms: Alarms, deliveries?: Deliveries): void {
  const source: ViewSource = {
    count: () => alarms.active().length,
    query: (query, actor) => {
      const seen = seenBy(administration, actor);
      const rows = () => alarms.all().filter(seen).map(alarmRow);
      return rowsSource(alarmsView, rows).query({ sort: 'urgency', ...query }, actor);
    },
    act: (actor, _, key) => alarms.acknowledge(Number(key), actor),
  };
  administration.source(alarmsView, source);
  if (deliveries === undefined) return;
  administration.source(destinationsView, {
    count: () => deliveries.count,
    query: async (query, actor) => {
      await deliveries.settled();
      return rowsSource(destinationsView, () => deliveries.rows()).query(query, actor);
    },
    act: (actor, _, key) => deliveries.test(key, actor.user),
  });
}

/** An alarm about a form that the actor may not see does not exist for them (ADM-6). */
function seenBy(administration: Pick<Administration, 'list'>, actor: Actor): (alarm: Alarm) => boolean {
  const visible = new Set(administration.list(actor).map(({ id }) => id));
  return ({ form }) => form === '' || visible.has(form);
}

/** Those that are there and that the actor may see; none for whom the view of alarms is not there. */
export function alarmLines(administration: Pick<Administration, 'list'>, alarms: Alarms, actor: Actor): AlarmLine[] {
  const visible = administration.list(actor);
  if (!visible.some(({ id }) => id === alarmsView.id)) return [];
  return alarms.active().filter(seenBy(administration, actor)).map(alarmLine);
}

const alarmLine = (alarm: Alarm): AlarmLine => ({
  ...{ id: String(alarm.number), severity: alarm.severity, words: alarm.words, remedy: alarm.remedy },
  ...{ form: alarm.form, raisedAtMs: alarm.raisedAtMs, times: alarm.times },
  acknowledged: alarm.acknowledgedAtMs !== 0,
  acknowledgedBy: alarm.acknowledgedBy,
});

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());

const alarmRow = (alarm: Alarm, index: number): AlarmRecord => {
  const { number, id, severity, words, remedy, form, times, acknowledgedAtMs, acknowledgedBy, clearedAtMs } = alarm;
  const there = acknowledgedAtMs === 0 ? 'active' : 'acknowledged';
  return {
    urgency: index + 1,
    ...{ number, severity, state: clearedAtMs === 0 ? there : 'cleared', words, remedy, form },
    ...{ raised: momentOf(alarm.raisedAtMs), times, acknowledged: momentOf(acknowledgedAtMs), acknowledgedBy },
    ...{ cleared: momentOf(clearedAtMs), id },
  };
};
