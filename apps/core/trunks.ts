// Trunks joined to what they need: the configuration, the certificates, the transport, the views, the alarms.

import { type Administration, administrationCodes, rowsSource } from '#administration';
import { type Log, no, ok, type Result, randomKey, systemClock } from '#base';
import {
  callCodes,
  networkListeners,
  systemOptions,
  type TestStep,
  type TrunkRecord,
  TrunkTable,
  trunkStates,
  trunks,
} from '#calls';
import { formsCodes } from '#forms';
import {
  type Actor,
  certificateChecks,
  isServiceOn,
  outgoingTls,
  tlsSecurityLevels,
  trustedCertificates,
  unsecuredInterfaces,
} from '#security';
import { closedFlow, type SipTransport, type TransactionLayer } from '#sip';
import type { CoreDoor } from './core-door.ts';
import type { House } from './house.ts';
import { makeNames } from './names.ts';
import { soon } from './soon.ts';

/** What of a house trunks need. */
export type TrunkHouse = Pick<House, 'administration' | 'checks' | 'security'>;

type Ways = Pick<SipTransport, 'flowTo' | 'release'>;

/** The trunks, none yet: `followTrunks` fills them and keeps them right. */
export function openTrunks(house: TrunkHouse, ways: Ways, layer: TransactionLayer, log: Log): TrunkTable {
  const { administration, checks } = house;
  const configuration = () => administration.configuration;
  return new TrunkTable({
    ...{ clock: systemClock, log, layer, chance, resolver: makeNames(systemClock) },
    network: {
      // What is switched off is not dialled either. Datagrams leave by the listeners of UDP.
      flowTo: (transport, address, port, dial) =>
        transport === 'TCP' && !isServiceOn(configuration(), 'sip-tcp')
          ? closedFlow(transport, address, port)
          : ways.flowTo(transport, address, port, undefined, dial),
      release: (key, why) => ways.release(key, why),
    },
    tls: (offersCertificate) => tlsOf(house, offersCertificate),
    check: (serverName, chain, stapled) => checks.check('outgoing', chain, wishOf(serverName, stapled)),
    secretFor: (name, field) => {
      const secret = administration.reveal(trunks, name, field);
      return secret.ok ? secret.value.reveal() : '';
    },
    realm: () => configuration().single(systemOptions).realm,
  });
}

/** A host, or the SIP domain (RFC 5922). */
const wishOf = (serverName: string, stapled: Buffer | undefined) => ({
  ...{ host: serverName, sipDomain: serverName, stapled },
  usage: 'server' as const,
});

/** The level for IP trunks; of our certificates that of telephony, where a trunk offers it. */
function tlsOf({ administration, checks, security }: TrunkHouse, offersCertificate: boolean) {
  const { ipTrunks } = administration.configuration.single(tlsSecurityLevels);
  const shown = offersCertificate ? security.identities.of('telephony') : [];
  return {
    ...outgoingTls(ipTrunks),
    ca: [...checks.trustAnchors('outgoing')],
    ...(shown.length === 0
      ? {}
      : { cert: shown.map(({ certificate }) => certificate), key: shown.map(({ key }) => key.reveal()) }),
  };
}

const isTls = ({ transport }: TrunkRecord): boolean => transport === 'tls';

/** What connections over TLS were agreed on by, and what the others need to be open. */
const ofTls = [certificateChecks.id, trustedCertificates.id, tlsSecurityLevels.id];
const ofOthers = [unsecuredInterfaces.id, networkListeners.id];

/** The configuration now, and each change of it and of certificates from now on. Returns what ends it. */
export function followTrunks({ administration, checks, security }: TrunkHouse, table: TrunkTable): () => void {
  for (const record of administration.configuration.records(trunks).values()) table.set(record, false);
  const stops = [
    administration.onChange(trunks, ({ key, after, secrets }) => {
      if (after === undefined) table.remove(key);
      else table.set(after, secrets.length > 0);
    }),
    administration.changed.on(({ form }) => {
      if (ofTls.includes(form)) table.connectAnew(isTls);
      if (ofOthers.includes(form)) table.connectAnew((record) => !isTls(record));
    }),
    checks.changed.on(() => table.lookAgain()),
    security.identities.changed.on((place) => {
      if (place === 'telephony') table.connectAnew((record) => isTls(record) && record.offerCertificate);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The rows of Trunk States, and its action: the test, whose first step that failed is the refusal. */
export function giveTrunkView(administration: Administration, table: TrunkTable): void {
  const test = async (_: Actor, __: string, key: string): Promise<Result<void>> => {
    let last = '';
    const tell = async ({ words }: TestStep): Promise<void> => {
      last = words;
    };
    const tested = await soon(testOf(table, key, '', tell), systemClock);
    if (tested === undefined) return no(callCodes.refuse('calls.trunk-test-long', { name: key, words: last }));
    if (!tested.ok) return tested;
    const wrong = tested.value.find(({ outcome }) => outcome === 'failed');
    if (wrong === undefined) return ok(undefined);
    return no(callCodes.refuse('calls.trunk-test-failed', { name: key, words: wrong.words, remedy: wrong.remedy }));
  };
  administration.source(
    trunkStates,
    rowsSource(trunkStates, () => table.states(), test),
  );
}

/** What the door asks of trunks: their test, on record before it is made. None while the system is offline. */
export const trunkDoor = (
  { trail, storage }: Pick<House, 'trail' | 'storage'>,
  table: TrunkTable | undefined,
): CoreDoor['trunks'] => ({
  test: async (actor, name, call, tell) => {
    if (table === undefined)
      return no(administrationCodes.refuse('administration.not-running', { form: trunkStates.title }));
    const data = `Form: ${trunkStates.title}; Key: ${name}${call === '' ? '' : `; Call: ${call}`}`;
    if (table.get(name) !== undefined)
      await storage.transaction((tx) => trail.append(tx, { level: 'medium', actor, action: 'test', data }));
    return testOf(table, name, call, tell);
  },
});

type Tested = Result<readonly TestStep[]>;
type Tell = (step: TestStep) => Promise<void>;

/** Who looks on no more does not stop it. */
async function testOf(table: TrunkTable, name: string, call: string, tell: Tell): Promise<Tested> {
  const trunk = table.get(name);
  if (trunk === undefined) return no(formsCodes.refuse('forms.no-such-record', { form: trunks.title, key: name }));
  const steps: TestStep[] = [];
  for await (const step of table.test(trunk, call === '' ? {} : { call })) {
    steps.push(step);
    await tell(step).catch(() => undefined);
  }
  return ok(steps);
}

/** 0 to 1, unguessable. */
const chance = (): number => randomKey(4).readUInt32BE() / 2 ** 32;
