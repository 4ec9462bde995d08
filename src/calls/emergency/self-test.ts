// The self-test of emergency calls (CALL-8): everybody reaches each number by a trunk that is up, as nobody's permissions say otherwise;
// the place of each extension is known, and whoever is to be told is reached. It decides as a call does, and calls nobody.

import { limits, Pace, type Result } from '#base';
import type { CallAttempt, OutgoingCall } from '../routing/attempt.ts';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { EmergencyEntry } from './in-force.ts';
import type { EmergencyPlan } from './plan.ts';

/** What decisions are made as: by day, by night. */
export interface EmergencyMode {
  readonly name: string;
  decide(
    attempt: CallAttempt & { readonly caller: Station },
  ): Result<{ readonly kind: string; readonly outgoing?: OutgoingCall }>;
}

export interface EmergencyTestOptions {
  readonly plan: Pick<EmergencyPlan, 'dialled' | 'locationOf'>;
  readonly stations: () => Iterable<Station>;
  readonly modes: readonly EmergencyMode[];
  readonly isUp: (trunk: Trunk) => boolean;
  /** Whether a record of Routes or Route Lists has this key. */
  readonly isRoute: (key: string) => boolean;
  /** Where a device of the station is in the network; blank where none is registered. */
  readonly addressOf: (station: Station) => string;
  readonly hasCountry: boolean;
  /** Those that alarms are sent to, and what was the matter with each when it was last tried; blank: nothing. */
  readonly destinations: () => readonly { readonly name: string; readonly trouble: string }[];
  readonly nowMs: number;
}

export type EmergencyState = 'good' | 'weak' | 'failed';

export interface EmergencyFinding {
  readonly what: string;
  readonly state: EmergencyState;
  readonly words: string;
}

export interface EmergencyReport {
  readonly findings: readonly EmergencyFinding[];
  readonly failed: number;
  /** The whole in a sentence or two. */
  readonly words: string;
}

/** Looks at everything, giving way to calls meanwhile. */
export async function testEmergency(options: EmergencyTestOptions): Promise<EmergencyReport> {
  const findings = [
    country(options),
    ...(await numbers(options)),
    ...inTheWay(options),
    locations(options),
    ...told(options),
  ];
  const bad = findings.filter(({ state }) => state === 'failed');
  const words =
    bad.length === 0
      ? `Emergency numbers tested: ${numbersOf(options).length}. All are reached.`
      : bad.map(({ what, words: found }) => `${what}: ${found}`).join(' ');
  return { findings, failed: bad.length, words };
}

const finding = (what: string, state: EmergencyState, words: string): EmergencyFinding => ({ what, state, words });

const country = ({ hasCountry }: EmergencyTestOptions): EmergencyFinding =>
  hasCountry
    ? finding('Country', 'good', 'It is chosen.')
    : finding('Country', 'weak', 'It is not chosen in Emergency Settings: only 112 and 911 are emergency numbers.');

const numbersOf = ({ plan }: EmergencyTestOptions): EmergencyEntry[] => [...new Set(plan.dialled.values())];

async function numbers(options: EmergencyTestOptions): Promise<EmergencyFinding[]> {
  const samples = samplesOf(options.stations());
  if (samples.length === 0) return [finding('Numbers', 'failed', 'There is no extension that could call.')];
  const pace = new Pace();
  const findings: EmergencyFinding[] = [];
  for (const entry of numbersOf(options)) {
    const trial = new Trial(entry, options);
    for (const sample of samples) {
      trial.callFrom(sample);
      await pace.step();
    }
    findings.push(trial.finding(samples.length));
  }
  return findings;
}

/** One extension of each kind that permissions, restrictions and switches make. */
function samplesOf(stations: Iterable<Station>): readonly Station[] {
  const kinds = new Map<string, Station>();
  for (const station of stations) {
    const { record } = station;
    const service = [record.dayService, record.night1Service, record.night2Service];
    const restriction = [record.dayRestriction, record.night1Restriction, record.night2Restriction];
    const kind = [...service, ...restriction, record.interconnectNumber, record.enabled, record.doNotDisturb].join(' ');
    if (!kinds.has(kind)) kinds.set(kind, station);
    if (kinds.size === limits.calls.emergencySamples) break;
  }
  return [...kinds.values()];
}

/** One number, dialled in every way by one extension after the other, in each mode. */
class Trial {
  readonly #entry: EmergencyEntry;
  readonly #options: EmergencyTestOptions;
  readonly #dialled: readonly string[];
  readonly #trunks = new Set<string>();
  readonly #faults: string[] = [];

  constructor(entry: EmergencyEntry, options: EmergencyTestOptions) {
    this.#entry = entry;
    this.#options = options;
    this.#dialled = [...options.plan.dialled].filter(([, meant]) => meant === entry).map(([dialled]) => dialled);
  }

  callFrom(caller: Station): void {
    for (const { name, decide } of this.#options.modes)
      for (const dialled of this.#dialled) {
        const fault = this.#faultOf(decide({ caller, dialled, atMs: this.#options.nowMs }));
        const mode = name === '' ? '' : ` (${name})`;
        if (fault !== '') this.#faults.push(`Extension ${caller.number} dials ${dialled}${mode}: ${fault}.`);
      }
  }

  finding(callers: number): EmergencyFinding {
    const { number, name, route } = this.#entry;
    const what = `${number} ${name}`;
    const [first] = this.#faults;
    if (first !== undefined) {
      const more = this.#faults.length === 1 ? '' : ` So do ${this.#faults.length - 1} more trials.`;
      return finding(what, 'failed', first + more);
    }
    const how = `Dialled as ${this.#dialled.join(', ')}, from extensions of ${callers} kinds, it leaves by ${[...this.#trunks].join(', ')}.`;
    return route === '' || this.#options.isRoute(route)
      ? finding(what, 'good', how)
      : finding(what, 'weak', `${how} Its route ${route} is not there any more.`);
  }

  /** Blank where the call leaves. */
  #faultOf(decided: ReturnType<EmergencyMode['decide']>): string {
    if (!decided.ok) return `refused: ${decided.refusal.words}`;
    const { outgoing } = decided.value;
    if (outgoing === undefined) return 'it does not lead outside';
    if (!outgoing.isEmergency) return 'it leads outside, and not as an emergency call';
    const first = outgoing.choices.find(({ trunk }) => this.#options.isUp(trunk));
    if (first === undefined) return 'no trunk that it could leave by is up';
    this.#trunks.add(first.trunk.name);
    return '';
  }
}

/** Extensions in the way that nobody refused: from before the number was one, or before a record that took it out was deleted. */
function inTheWay({ plan, stations }: EmergencyTestOptions): EmergencyFinding[] {
  const extensions = new Set([...stations()].map(({ number }) => number));
  const pairs: string[] = [];
  for (const dialled of plan.dialled.keys())
    for (let length = 1; length <= dialled.length; length++)
      if (extensions.has(dialled.slice(0, length))) pairs.push(`${dialled.slice(0, length)} for ${dialled}`);
  if (pairs.length === 0) return [];
  const words = `Extensions are in the way of emergency numbers: ${listed(pairs)}. Give them other numbers.`;
  return [finding('Extensions', 'failed', words)];
}

function locations({ plan, stations, addressOf }: EmergencyTestOptions): EmergencyFinding {
  const unknown = [...stations()]
    .filter((station) => plan.locationOf(station.number, addressOf(station)) === undefined)
    .map(({ number }) => number);
  return unknown.length === 0
    ? finding('Locations', 'good', 'The place of each extension is known, with the number that is called back.')
    : finding('Locations', 'failed', `The place of these extensions is not known: ${listed(unknown)}.`);
}

function told({ destinations }: EmergencyTestOptions): EmergencyFinding[] {
  const all = destinations();
  if (all.length === 0)
    return [finding('Notices', 'weak', 'Alarms go nowhere: an emergency call is seen only by who looks at the tools.')];
  return all.map(({ name, trouble }) =>
    trouble === ''
      ? finding(`Notices by ${name}`, 'good', 'The last attempt arrived, or there was nothing to send yet.')
      : finding(`Notices by ${name}`, 'failed', `The last attempt failed: ${trouble}`),
  );
}

const shown = 10;
const listed = (numbers: readonly string[]): string =>
  numbers.slice(0, shown).join(', ') + (numbers.length > shown ? ` and ${numbers.length - shown} more` : '');
