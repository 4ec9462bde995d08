// Where the rows of the views come from while the system runs.

import { type Administration, rowsSource } from '#administration';
import { no, ok, type Result } from '#base';
import {
  type CallInProgress,
  type CallServer,
  callsInProgress,
  keyOfRegistration,
  type RegistrationRecord,
  registrations,
} from '#calls';
import { formsCodes, type View } from '#forms';
import type { Actor } from '#security';
import { partiesOf } from './call-parties.ts';

/** Gives the views of registrations and calls their rows, and their action: to end one. */
export function giveViews(administration: Administration, calls: CallServer): void {
  const cause = ({ user }: Actor): string => `ended by ${user}`;
  administration.source(
    registrations,
    rowsSource(
      registrations,
      () => registrationRows(calls),
      async (actor, action, key) =>
        found(
          registrations,
          key,
          action === 'checkSync' ? calls.checkSync(key) : calls.endRegistration(key, cause(actor)),
        ),
    ),
  );
  administration.source(
    callsInProgress,
    rowsSource(
      callsInProgress,
      () => callRows(calls),
      async (actor, action, key) =>
        found(
          callsInProgress,
          key,
          action === 'end' ? calls.endCall(key, cause(actor)) : isControl(action) && calls.control(key, action),
        ),
    ),
  );
}

const isControl = (action: string): action is 'talk' | 'hold' => action === 'talk' || action === 'hold';

const found = (view: View, key: string, isFound: boolean): Result<void> =>
  isFound ? ok(undefined) : no(formsCodes.refuse('forms.no-such-record', { form: view.title, key }));

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());

const registrationRows = (calls: CallServer): RegistrationRecord[] =>
  [...calls.stations.all()].flatMap((station) =>
    station.bindings.map((binding): RegistrationRecord => {
      const { contact, flow, userAgent, expiresAtMs } = binding;
      return {
        id: keyOfRegistration(station, binding),
        extension: station.number,
        name: station.record.name,
        security: flow.secure ? 'secure' : 'insecure',
        transport: flow.transport,
        tls: flow.tls === undefined ? '' : `${flow.tls.version} ${flow.tls.suite}`,
        address: `${flow.remoteAddress}:${flow.remotePort}`,
        contact,
        device: userAgent,
        expires: momentOf(expiresAtMs),
      };
    }),
  );

const callRows = (calls: CallServer): CallInProgress[] =>
  [...calls.calls.values()].map((call): CallInProgress => {
    const { account, id, security, state } = call;
    const isSecure = security.secure ? 'secure' : 'insecure';
    return {
      ...{ id, ...partiesOf(call), state },
      security: state === 'talking' ? isSecure : 'unknown',
      suite: state === 'talking' ? security.suite : '',
      started: momentOf(account.startedAtMs),
      answered: momentOf(account.answeredAtMs),
    };
  });
