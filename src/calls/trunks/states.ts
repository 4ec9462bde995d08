// A row of the view Trunk States.

import { wordsOfPlace } from './conditions.ts';
import type { Trunk } from './trunk.ts';
import type { TrunkLine } from './trunk-line.ts';
import type { TrunkState } from './trunk-states.view.ts';

/** `line` is undefined of a trunk that is disabled; `knownMs`: since when there has been the trunk. */
export function stateOf(trunk: Trunk, line: TrunkLine | undefined, knownMs: number): TrunkState {
  const { name, record, calls } = trunk;
  const common = { trunk: name, calls: calls.size, channels: record.channels, ...trunk.counted };
  if (line === undefined)
    return {
      ...common,
      ...{ state: 'disabled', since: momentOf(knownMs), registered: 'not-needed', why: '', places: '' },
    };
  const { registration, places, troubles } = line;
  const isRegistered = registration?.state === 'registered';
  const why = [...troubles, ...(registration === undefined || registration.why === '' ? [] : [registration.why])];
  return {
    ...common,
    state: line.isUp ? 'up' : 'down',
    since: momentOf(Math.max(knownMs, registration?.sinceMs ?? 0, ...places.map(({ sinceMs }) => sinceMs))),
    registered: registration === undefined ? 'not-needed' : isRegistered ? 'yes' : 'no',
    why: why.join('; '),
    places: places.map(wordsOfPlace).join('; '),
  };
}

const momentOf = (ms: number): string => new Date(ms).toISOString();
