// A conference service for its tests: with a record, PINs and a guard as the house has it, in little.

import { FakeClock } from '#base';
import type { AuditFact } from '#records';
import { FakeCall, runStory, settled } from '../testing.ts';
import { ConferenceService } from './conference-service.ts';
import type { ConferenceRecord } from './conferences.form.ts';

const board: ConferenceRecord = {
  ...{ name: 'board', adHoc: false, most: 60, encryption: 'announced', pin: true, pinInside: false, entry: 'tone' },
  ...{ mutedOnEntry: false, moderatorPin: true, moderators: ['201'], waitForModerator: false, endWithModerator: false },
  lockAllowed: true,
};

export const pins = { pin: '739105', moderatorPin: '852046' } as const;

/** Ten wrong ones, and none is taken for three minutes. */
class LittleGuard {
  readonly #clock: FakeClock;
  readonly #wrong = new Map<string, { count: number; untilMs: number }>();
  checked = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  check(key: string, given: string, expected: string | undefined): boolean {
    this.checked += 1;
    const now = this.#clock.nowMs();
    const known = this.#wrong.get(key) ?? { count: 0, untilMs: 0 };
    this.#wrong.set(key, known);
    if (known.untilMs > now) return false;
    if (given === expected) {
      known.count = 0;
      return true;
    }
    known.count += 1;
    if (known.count >= 10) Object.assign(known, { count: 0, untilMs: now + 180_000 });
    return false;
  }
}

export function conferenceSite(
  records: readonly Partial<ConferenceRecord>[] = [{}],
  given: Readonly<Record<'pin' | 'moderatorPin', string>> = pins,
) {
  const clock = new FakeClock();
  const guard = new LittleGuard(clock);
  const audited: AuditFact[] = [];
  const all = records.map((record) => ({ ...board, ...record }));
  const service = new ConferenceService({
    ...{ clock, guard, note: (fact: AuditFact) => audited.push(fact), changed: () => undefined },
    callerNow: ({ caller }) => caller,
    recordAt: (number) => all[Number(number) - 700],
    pinOf: (name, which) => (all.find((record) => record.name === name)?.[which] === true ? given[which] : undefined),
    speech: {
      count: (number) => [`number.${number}`],
      digits: (text) => [...text].map((digit) => `digit.${digit}`),
      nameOf: (extension) => (extension === '202' ? ['name.202'] : undefined),
    },
  });
  const call = (facts: Partial<ConstructorParameters<typeof FakeCall>[1]> = {}): FakeCall =>
    new FakeCall(clock, { service: '700', ...facts });
  const start = async (caller: FakeCall, keys = ''): Promise<FakeCall> => {
    caller.press(keys);
    void runStory((story) => service.take(story), caller);
    await settled();
    return caller;
  };
  const enter = (facts: Partial<ConstructorParameters<typeof FakeCall>[1]> = {}, keys = ''): Promise<FakeCall> =>
    start(call(facts), keys);
  return { clock, guard, facts: audited, service, call, start, enter };
}
