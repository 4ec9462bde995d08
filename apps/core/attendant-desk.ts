// Attendants, announcements and DISA joined to the configuration: which record a number is, where codes are, and who may be found by name.

import type { Administration } from '#administration';
import type { Clock, Log } from '#base';
import { type CallServer, modeAt, numbering, usersAndServices } from '#calls';
import type { PlayItem } from '#media';
import { PinGuard } from '#security';
import {
  AnnouncementService,
  AttendantService,
  announcements,
  autoAttendants,
  DisaService,
  disaCodes,
  disaOptions,
  type OpenCode,
} from '#services';
import type { House } from './house.ts';

export interface AttendantParts {
  readonly house: Pick<House, 'administration' | 'storage' | 'trail'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly calls: () => CallServer;
  /** The record that a service number of this kind names; undefined where it is of another kind. */
  named(kind: 'attendant' | 'announcement', number: string): string | undefined;
  greetingOf(mailbox: string): Promise<readonly PlayItem[] | undefined>;
  digits(text: string): readonly PlayItem[];
}

export interface Attendants {
  readonly attendant: AttendantService;
  readonly announcement: AnnouncementService;
  readonly disa: DisaService;
  /** Of DISA's numbers. */
  readonly guard: PinGuard;
}

const minuteMs = 60_000;
/** Wrong codes of so long a time are counted together (seed: "within five minutes"). */
const windowMinutes = 5;

export async function openAttendants(parts: AttendantParts): Promise<Attendants> {
  const { house, clock, log, calls, named, greetingOf, digits } = parts;
  const { administration, storage, trail } = house;
  const configuration = () => administration.configuration;
  const note = trail.note.bind(trail);
  const guard = await PinGuard.open({
    ...{ storage, clock, log, note, kind: 'DISA number', isShared: true },
    most: () => configuration().single(disaOptions).attempts,
    windowMs: () => windowMinutes * minuteMs,
    lockMs: () => configuration().single(disaOptions).lockMinutes * minuteMs,
  });
  const isService = (number: string): boolean => calls().services.get(number) !== undefined;
  const attendant = new AttendantService({
    ...{ greetingOf, digits, isService },
    recordAt: (number) =>
      configuration()
        .records(autoAttendants)
        .get(named('attendant', number) ?? ''),
    modeNow: () => modeAt(calls().tables.plan, clock.nowMs()),
    extensionLength: () => configuration().single(numbering).extensionLength,
    people: () => peopleIn(administration),
  });
  const announcement = new AnnouncementService({
    ...{ greetingOf, isService },
    recordAt: (number) =>
      configuration()
        .records(announcements)
        .get(named('announcement', number) ?? ''),
  });
  const disa = new DisaService({
    ...{ guard, note },
    options: () => configuration().single(disaOptions),
    codes: () => openCodes(administration),
  });
  return { attendant, announcement, disa, guard };
}

function* peopleIn({ configuration }: Administration) {
  for (const { number, name, enabled } of configuration.records(usersAndServices).values())
    if (enabled) yield { number, name };
}

/** In clear, for the moment of a comparison. */
function openCodes(administration: Administration): OpenCode[] {
  const people = administration.configuration.records(usersAndServices);
  return [...administration.configuration.records(disaCodes).values()].flatMap(({ name, owner, enabled }) => {
    const code =
      enabled && people.get(owner)?.enabled === true ? administration.reveal(disaCodes, name, 'code') : undefined;
    return code?.ok === true ? [{ name, owner, code: code.value.reveal() }] : [];
  });
}
