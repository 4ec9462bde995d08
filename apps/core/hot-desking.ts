// Hot desking, joined to the configuration: who is at which desk is a field of their record, and a login or logout a change of it.

import { type Administration, rowsSource } from '#administration';
import { type Log, no, ok } from '#base';
import { type CallServer, type HotDeskRow, type HotDesksOptions, hotDesksView, usersAndServices } from '#calls';
import { systemActor } from '#security';

const form = usersAndServices.id;
const context = 'Hot desking';

/** How logins become changes, and where PINs are. */
export const deskingOf = (administration: Administration): Pick<HotDesksOptions, 'pinOf' | 'change'> => ({
  pinOf: (number) => {
    const pin = administration.reveal(usersAndServices, number, 'pin');
    return pin.ok ? pin.value.reveal() : undefined;
  },
  change: async ({ user, address, action, data }, changes) => {
    // The system does it, for whoever has proven to be this person: they may change nothing else of these records.
    const actor = { ...systemActor(context), ...(user === '' ? {} : { user, sourceIp: address }) };
    const done = await administration.change(
      actor,
      changes.map(({ number, patch }) => ({ kind: 'change', form, key: number, patch })),
      { first: () => ({ level: 'medium', actor, action, data }) },
    );
    return done.ok;
  },
});

/** Of the call server what knows who is where. */
interface Seats {
  readonly stations: { namingDesks(): Iterable<{ readonly number: string }> };
  readonly hotDesks: { cameAt(number: string, atMs: number): void };
}

/** Since when those are where they are who were logged in before the system was started: by the history of their records. */
export async function learnSince(
  administration: Administration,
  { hotDesks, stations }: Seats,
  log: Log,
): Promise<void> {
  try {
    for (const { number } of [...stations.namingDesks()]) {
      const history = await administration.history(systemActor(context), form, number);
      const change = history.ok ? history.value.fields.desk : undefined;
      if (change !== undefined) hotDesks.cameAt(number, change.atMs);
    }
  } catch (fault) {
    log.fault('since when people are at their desks could not be found out', fault);
  }
}

/** Gives the view Hot Desks its rows, and its action. Whoever logs people out must be allowed to change their records. */
export function giveHotDesks(administration: Administration, calls: CallServer): void {
  administration.source(
    hotDesksView,
    rowsSource(
      hotDesksView,
      () => rowsOf(calls),
      async (actor, _, number) => {
        const done = await administration.change(actor, [{ kind: 'change', form, key: number, patch: { desk: '' } }]);
        const [refusal] = done.ok ? [] : done.refusal;
        return refusal === undefined ? ok(undefined) : no(refusal);
      },
    ),
  );
}

const rowsOf = ({ stations, desks, hotDesks }: CallServer): HotDeskRow[] =>
  [...stations.namingDesks()].flatMap((person) => {
    const desk = desks.deskOf(person);
    if (desk === undefined) return [];
    const flow = desk.bindings.at(-1)?.flow;
    return [
      {
        ...{ person: person.number, name: person.record.name, desk: desk.number, deskName: desk.record.name },
        address: flow === undefined ? '' : `${flow.remoteAddress}:${flow.remotePort}`,
        since: new Date(hotDesks.sinceMs(person.number)).toISOString(),
      },
    ];
  });
