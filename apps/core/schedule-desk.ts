// The scheduler, joined to what its tasks do (ADM-9).

import { rowsSource } from '#administration';
import { ok } from '#base';
import { exportArchives } from '#records';
import { Scheduler, type SchedulerOptions, scheduledRuns, scheduler, type Task } from '#schedule';
import type { Acme } from '#security';
import type { DoorOptions } from './door-options.ts';
import { namesOf } from './portal/configuration.ts';
import { soon } from './soon.ts';

/** What tasks need beyond the house. */
interface Tasks {
  readonly acme: Acme | undefined;
  readonly emergencyTest: Task;
}

/** Undefined while the system is offline: nothing is done by itself. */
export async function openScheduler(
  options: DoorOptions,
  { acme, emergencyTest }: Tasks,
): Promise<Scheduler | undefined> {
  const { house, network, changes, clock, log } = options;
  if (network === undefined) return undefined;
  const { administration, alarms, storage, trail } = house;
  const opened = await Scheduler.open({
    ...{ storage, clock, log, zone: Temporal.Now.timeZoneId(), tasks: tasksOf(options, { acme, emergencyTest }) },
    lines: () => administration.configuration.records(scheduler),
    append: (tx, fact) => trail.append(tx, fact),
    alarm: (id, alarm) => alarms.set(id, alarm),
    onChange: () => changes.note(scheduledRuns.id),
  });
  administration.source(
    scheduledRuns,
    rowsSource(
      scheduledRuns,
      () => opened.rows(),
      async (actor, _, name) => {
        const done = await soon(opened.runNow(actor, name), clock);
        return done === undefined || done.ok ? ok(undefined) : done;
      },
    ),
  );
  administration.onChange(scheduler, () => changes.note(scheduledRuns.id));
  opened.start();
  house.whenClosing(() => opened.close());
  // Before the scheduler, which waits for what it runs: an order ends at its next step.
  house.whenClosing(() => acme?.close());
  return opened;
}

function tasksOf({ house }: DoorOptions, { acme, emergencyTest }: Tasks): SchedulerOptions['tasks'] {
  const { administration, directory, security, trail } = house;
  return {
    'certificate-renewal': async () => {
      const renewed = await security.identities.renew(namesOf(administration.configuration));
      const own = renewed ? 'Own certificates were issued anew.' : 'Own certificates are good.';
      const ordered = (await acme?.orderDue()) ?? ok('');
      return ordered.ok ? ok(`${own} ${ordered.value}`.trim()) : ordered;
    },
    'emergency-self-test': emergencyTest,
    'audit-archive-export': async (ending) => {
      const exported = await exportArchives({ directory: directory.path, trail, ending });
      if (!exported.ok) return exported;
      const { written, removed, there } = exported.value;
      const which =
        written.length === 0 ? '' : ` (${written.slice(0, 5).join(', ')}${written.length > 5 ? ', …' : ''})`;
      return ok(`Archives written: ${written.length}${which}; removed: ${removed}; there now: ${there}.`);
    },
  };
}
