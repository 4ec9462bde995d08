// The only file that joins rooms: calls with the configuration, the network with calls, records with all of them.

import { type Log, no, ok, type Refusal, type Result, systemClock } from '#base';
import { CallServer, networkListeners, numbering, systemOptions, usersAndServices } from '#calls';
import { ownNames, tlsOptions } from '#security';
import { type SipMessage, SipTransport } from '#sip';
import type { House } from './house.ts';
import { Listeners } from './listeners.ts';

export interface Network {
  readonly calls: CallServer;
  readonly listeners: Listeners;
  /** Open connections of TCP and TLS. */
  readonly connections: number;
  /** Ends all calls with their records written, tells their phones, and closes every door. */
  close(): Promise<void>;
}

/** How long phones have to agree that their calls have ended. */
const farewellMs = 250;
const lookAgainMs = 10;
const dayMs = 86_400_000;

/** Opens the doors to the network. A listener that cannot be opened refuses the start. */
export async function openNetwork(house: House, log: Log): Promise<Result<Network, readonly Refusal[]>> {
  const calls = makeCalls(house, log, (...place) => transport.flowTo(...place));
  const transport: SipTransport = new SipTransport({
    log,
    clock: systemClock,
    onMessage: (message, flow) => {
      if (isClosing && isNew(message)) calls.layer.refuse(message, flow, 503, undefined, 'Retry-After: 5\r\n');
      else calls.receive(message, flow);
    },
    onClosed: (flow) => calls.flowClosed(flow),
  });
  const secureContext = () => tlsOptions('high', house.security.authority.telephony);
  const listeners = new Listeners(transport, secureContext, log);
  followChanges(house, calls, listeners);
  await renew(house);
  const started = await listeners.start(house.administration.configuration.records(networkListeners).values());
  if (!started.ok) {
    await transport.shutdown();
    return no([started.refusal]);
  }
  const stopRenewing = renewDaily(house, listeners, log);
  let isClosing = false;
  const close = async (): Promise<void> => {
    isClosing = true;
    stopRenewing();
    calls.clearAll('the system is stopping');
    await farewell(calls);
    await transport.shutdown();
  };
  return ok({
    calls,
    listeners,
    get connections() {
      return transport.connections;
    },
    close,
  });
}

/** What would begin something while the system is ending. */
const isNew = ({ isRequest, method, to }: SipMessage): boolean =>
  isRequest && (method === 'INVITE' || method === 'REGISTER') && to?.tag === '';

/** Returns when every phone has answered what it was told, or has had the time to. */
async function farewell({ layer }: CallServer): Promise<void> {
  const untilMs = systemClock.steadyMs() + farewellMs;
  while (layer.size > 0 && systemClock.steadyMs() < untilMs)
    await new Promise<void>((resolve) => systemClock.after(lookAgainMs, resolve));
}

/** Sees that the certificate of SIP over TLS is good for long enough, and for the names that hold today. */
const renew = ({ administration, security }: House): Promise<boolean> =>
  security.authority.renew(ownNames([administration.configuration.single(systemOptions).realm]));

/** Looks every day; connections from then on see the new certificate. */
function renewDaily(house: House, listeners: Listeners, log: Log): () => void {
  const look = async (): Promise<void> => {
    if (await renew(house)) listeners.renew();
  };
  const later = (): (() => void) =>
    systemClock.after(dayMs, () => {
      look().catch((fault: unknown) => log.fault('the certificate could not be renewed', fault));
      stop = later();
    });
  let stop = later();
  return () => stop();
}

function makeCalls(house: House, log: Log, flowTo: SipTransport['flowTo']): CallServer {
  const { administration, trail, history } = house;
  return new CallServer({
    clock: systemClock,
    log,
    options: () => administration.configuration.single(systemOptions),
    numbering: () => administration.configuration.single(numbering),
    secretFor: (number) => {
      const secret = administration.reveal(usersAndServices, number, 'sipSecret');
      if (!secret.ok) throw new Error(secret.refusal.words);
      return secret.value.reveal();
    },
    book: history,
    note: (fact) => trail.note(fact),
    flowTo,
    feature: async (code, number, sourceIp) => {
      const actor = { user: number, sourceIp, application: 'SIP', context: 'Feature code' };
      const patch = { doNotDisturb: code === 'doNotDisturbOn' };
      const changed = await administration.change(actor, [
        { kind: 'change', form: usersAndServices.id, key: number, patch },
      ]);
      return changed.ok;
    },
  });
}

/** The configuration now, and each change of it from now on. */
function followChanges({ administration }: House, calls: CallServer, listeners: Listeners): void {
  for (const record of administration.configuration.records(usersAndServices).values()) calls.setStation(record, false);
  administration.onChange(usersAndServices, ({ key, after, secrets }) => {
    if (after === undefined) calls.removeStation(key);
    else calls.setStation(after, secrets.includes('sipSecret'));
  });
  administration.onChange(systemOptions, ({ before, after }) => {
    if (before?.realm !== after?.realm) calls.stations.forgetCredentials();
  });
  administration.onChange(networkListeners, ({ key, after }) => void listeners.apply(key, after));
}
