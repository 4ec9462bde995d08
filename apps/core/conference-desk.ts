// Conferences, queues and page zones joined to the configuration and to calls: which record a number is, where PINs are, who is free, and
// what the views show.

import { type Administration, rowsSource } from '#administration';
import { type Clock, no, ok } from '#base';
import { type CallServer, huntGroups, modeAt, type Station, serviceOf } from '#calls';
import { formsCodes } from '#forms';
import type { AuditTrail } from '#records';
import {
  type AgentState,
  type ConferenceAction,
  ConferenceService,
  type ConferenceSpeech,
  callQueues,
  conferences,
  conferencesInProgress,
  type Dialler,
  PagingService,
  type PinChecks,
  pageZones,
  QueueService,
  queuesNow,
} from '#services';
import type { Changes } from './changes.ts';

export interface MeetingParts {
  readonly administration: Administration;
  readonly trail: Pick<AuditTrail, 'note'>;
  readonly calls: Callable;
  readonly changes: Pick<Changes, 'note'>;
  readonly clock: Clock;
  readonly guard: PinChecks;
  readonly speech: ConferenceSpeech;
  readonly dialler: Dialler;
  /** The record that a service number of this kind names; undefined where it is of another kind. */
  named(kind: 'conference' | 'queue' | 'paging', number: string): string | undefined;
}

/** Of the call server what tells who is there and free. */
type Callable = Pick<CallServer, 'stations' | 'registrar' | 'desks' | 'talkingWith' | 'watching' | 'tables' | 'events'>;

export interface Meetings {
  readonly conference: ConferenceService;
  readonly queue: QueueService;
  readonly paging: PagingService;
}

export function openMeetings(parts: MeetingParts): Meetings {
  const { administration } = parts;
  const queue = openQueues(parts);
  administration.onChange(callQueues, ({ key, after }) => {
    if (after === undefined) queue.remove(key);
  });
  parts.calls.events.on(() => queue.agentsChanged());
  parts.calls.registrar.events.on(({ kind }) => kind !== 'refreshed' && queue.agentsChanged());
  const meetings = { conference: openConferences(parts), queue, paging: openPaging(parts) };
  giveMeetingViews(administration, meetings);
  return meetings;
}

function openConferences(parts: MeetingParts): ConferenceService {
  const { administration, trail, calls, changes, clock, guard, speech, named } = parts;
  return new ConferenceService({
    ...{ clock, guard, speech },
    recordAt: (number) => administration.configuration.records(conferences).get(named('conference', number) ?? ''),
    pinOf: (name, which) => {
      const pin = administration.reveal(conferences, name, which);
      return pin.ok ? pin.value.reveal() : undefined;
    },
    callerNow: ({ id, service }) => calls.talkingWith(id, service),
    note: (fact) => trail.note(fact),
    changed: () => changes.note(conferencesInProgress.id),
  });
}

function openQueues({ administration, calls, changes, clock, speech, named }: MeetingParts): QueueService {
  const records = () => administration.configuration.records(callQueues);
  return new QueueService({
    clock,
    recordAt: (number) => records().get(named('queue', number) ?? ''),
    records: () => records().values(),
    recordOf: (name) => records().get(name),
    membersOf: (group) => administration.configuration.records(huntGroups).get(group)?.members ?? [],
    stateOf: (number) => agentState(number, calls),
    modeNow: () => modeAt(calls.tables.plan, clock.nowMs()),
    count: speech.count,
    changed: () => changes.note(queuesNow.id),
  });
}

function openPaging({ administration, trail, calls, clock, dialler, named }: MeetingParts): PagingService {
  const serviceNow = (number: string) => {
    const station = calls.stations.get(number);
    return station === undefined ? undefined : serviceOf(station, calls.tables.plan, clock.nowMs());
  };
  return new PagingService({
    ...{ clock, dialler },
    recordAt: (number) => administration.configuration.records(pageZones).get(named('paging', number) ?? ''),
    mayPage: (extension) => serviceNow(extension)?.paging === true,
    mayBePaged: (extension) =>
      serviceNow(extension)?.autoAnswer === true && isFree(calls.stations.get(extension), calls),
    note: (fact) => trail.note(fact),
  });
}

/** What an extension is for a queue: who has left the groups does not take its calls. */
function agentState(number: string, calls: Callable): AgentState {
  const station = calls.stations.get(number);
  if (station === undefined || station.record.awayFromGroups || !isThere(station, calls)) return 'away';
  return calls.watching.activity.isBusy(number) ? 'busy' : 'free';
}

const isFree = (station: Station | undefined, calls: Callable): boolean =>
  station !== undefined && isThere(station, calls) && !calls.watching.activity.isBusy(station.number);

/** Enabled, not to be left alone, and with a phone: its own or that of the desk where its person is. */
function isThere(station: Station, { registrar, desks }: Callable): boolean {
  if (!station.record.enabled || station.record.doNotDisturb) return false;
  const desk = desks.deskOf(station);
  return [station, ...(desk === undefined ? [] : [desk])].some((one) => registrar.devices(one).length > 0);
}

const isAction = (action: string): action is ConferenceAction => Object.hasOwn(conferencesInProgress.actions, action);

/** Gives the views their rows, and that of conferences its actions. */
function giveMeetingViews(administration: Administration, { conference, queue }: Meetings): void {
  administration.source(
    conferencesInProgress,
    rowsSource(
      conferencesInProgress,
      () => conference.rows(),
      async (_, action, key) =>
        isAction(action) && conference.act(action, key)
          ? ok(undefined)
          : no(formsCodes.refuse('forms.no-such-record', { form: conferencesInProgress.title, key })),
    ),
  );
  administration.source(
    queuesNow,
    rowsSource(queuesNow, () => queue.rows()),
  );
}
