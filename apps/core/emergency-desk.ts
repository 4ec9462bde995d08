// Emergency calls, joined to the configuration, to alarms and to the tools: the plan that calls ask, the alarms of calls, the self-test.

import type { Alarm, Condition } from '#alarms';
import { type Clock, type Log, no, ok, type Result } from '#base';
import {
  type EmergencyCondition,
  EmergencyNotices,
  EmergencyPlan,
  type EmergencyReport,
  type EmergencyTestOptions,
  emergencyCodes,
  emergencyLocations,
  emergencyNumbers,
  emergencySettings,
  testEmergency,
  usersAndServices,
} from '#calls';
import type { House } from './house.ts';

interface EmergencyDeskOptions {
  readonly house: Pick<House, 'administration' | 'alarms' | 'trail'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the self-test asks of calls and of those who are told. */
export type EmergencyWays = Omit<EmergencyTestOptions, 'plan' | 'hasCountry' | 'nowMs'>;

const prefix = 'emergency-call.';

export class EmergencyDesk {
  readonly notices: EmergencyNotices;
  readonly #options: EmergencyDeskOptions;
  #plan: EmergencyPlan;

  constructor(options: EmergencyDeskOptions) {
    const { administration, alarms, trail } = options.house;
    this.#options = options;
    this.#plan = this.#compile();
    const follow = (): void => {
      this.#plan = this.#compile();
    };
    administration.onChange(emergencySettings, follow);
    administration.onChange(emergencyNumbers, follow);
    administration.onChange(emergencyLocations, follow);
    this.notices = new EmergencyNotices({
      ...{ clock: options.clock, log: options.log, zone: Temporal.Now.timeZoneId() },
      settings: () => administration.configuration.single(emergencySettings),
      note: (fact) => trail.note(fact),
      before: alarms.active().flatMap(unacknowledged),
    });
    const tell = (): void => alarms.setAll(prefix, this.notices.conditions());
    tell();
    this.notices.changed.on(tell);
    alarms.told.on(({ kind, alarm }) => {
      if (kind === 'acknowledged' && alarm.id.startsWith(prefix))
        this.notices.acknowledged(alarm.id.slice(prefix.length));
    });
  }

  /** What holds now: another one after each change. */
  get plan(): EmergencyPlan {
    return this.#plan;
  }

  async test(ways: EmergencyWays): Promise<EmergencyReport> {
    const { house, clock } = this.#options;
    const hasCountry = house.administration.configuration.single(emergencySettings).country !== 'none';
    return await testEmergency({ ...ways, plan: this.#plan, hasCountry, nowMs: clock.nowMs() });
  }

  /** As a task of the scheduler, which raises an alarm until it succeeds. */
  async task(ways: EmergencyWays): Promise<Result<string>> {
    const { failed, words } = await this.test(ways);
    return failed === 0 ? ok(words) : no(emergencyCodes.refuse('calls.emergency-test-failed', { why: words }));
  }

  close(): void {
    this.notices.close();
  }

  #compile(): EmergencyPlan {
    const configuration = () => this.#options.house.administration.configuration;
    const ownOf = (number: string): string =>
      configuration().records(usersAndServices).get(number)?.emergencyLocation ?? '';
    return new EmergencyPlan(configuration(), ownOf);
  }
}

/** An alarm of a call that somebody should still look at, after a restart. */
function unacknowledged({ id, acknowledgedAtMs, ...alarm }: Alarm): (readonly [string, EmergencyCondition])[] {
  if (!id.startsWith(prefix) || acknowledgedAtMs !== 0) return [];
  const { words, remedy, form, extent }: Required<Condition> = alarm;
  const severity = alarm.severity === 'major' ? 'major' : 'critical';
  return [[id.slice(prefix.length), { severity, words, remedy, form, extent }]];
}
