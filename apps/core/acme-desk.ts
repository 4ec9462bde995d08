// Certificates from ACME, joined to what they need: the configuration, the portal that shows the proofs, the places that show what was
// issued, the audit trail and the alarms.

import { administrationCodes, rowsSource } from '#administration';
import { no, ok, randomKey } from '#base';
import { splitPublicNames, systemOptions } from '#calls';
import { httpFetch } from '#outbound';
import { Acme, type Actor, acmeCertificates, acmeSettings, keptIn, SealedValues } from '#security';
import type { CoreDoor } from './core-door.ts';
import type { DoorOptions } from './door-options.ts';
import { outgoingOf } from './outgoing.ts';
import type { OrderedLine } from './protocol.ts';
import { soon } from './soon.ts';

/** Undefined while the system is offline: nobody could see a proof. */
export async function openAcme(options: DoorOptions): Promise<Acme | undefined> {
  const { house, network, changes, clock, log } = options;
  if (network === undefined) return undefined;
  const { administration, alarms, security, storage, trail } = house;
  const kept = keptIn(storage);
  const acme = await Acme.open({
    ...{ clock, log, kept, values: new SealedValues(kept, security.sealer, false), fetch: httpFetch },
    tls: () => outgoingOf(house, false),
    settings: () => administration.configuration.single(acmeSettings),
    externalKey: () => {
      const key = administration.reveal(acmeSettings, '', 'externalAccountKey');
      return key.ok ? key.value : undefined;
    },
    publicNames: () => splitPublicNames(administration.configuration.single(systemOptions).publicNames),
    showProof: (proof) => network.portal.showProof(proof),
    install: (place, identity) => security.identities.install(place, identity),
    record: (fact) => storage.transaction((tx) => trail.append(tx, fact)),
    alarm: (id, alarm) => alarms.set(id, alarm),
    onChange: () => changes.note(acmeCertificates.id),
    chance,
  });
  const settingsChanged = (): void =>
    void acme
      .settingsChanged()
      .catch((fault) => log.fault('a change of automatic certificates could not be followed', fault));
  administration.onChange(acmeSettings, settingsChanged);
  administration.onChange(systemOptions, ({ before, after }) => {
    if (before?.publicNames !== after?.publicNames) settingsChanged();
  });
  giveAcmeView(options, acme);
  acme.start();
  return acme;
}

function giveAcmeView({ house: { administration }, clock }: DoorOptions, acme: Acme): void {
  const order = async (actor: Actor, _: string, place: string) => {
    const ordered = await soon(acme.orderNow(actor, place), clock);
    return ordered === undefined || ordered.ok ? ok(undefined) : ordered;
  };
  administration.source(
    acmeCertificates,
    rowsSource(acmeCertificates, () => acme.rows(), order),
  );
}

/** Orders for one place or for all, telling each step as it is done; the first refusal ends it. */
export const ordering =
  (acme: Acme | undefined): CoreDoor['orderCertificates'] =>
  async (actor, place, write) => {
    if (acme === undefined) {
      const form = acmeCertificates.title;
      return no(administrationCodes.refuse('administration.not-running', { form }));
    }
    const done: OrderedLine[] = [];
    for (const one of place === undefined && acme.places.length > 0 ? acme.places : [place ?? '']) {
      // Who looks on no more does not stop the order.
      const tell = (words: string): void => void write(`${one}: ${words}\n`).catch(() => undefined);
      const ordered = await acme.orderNow(actor, one, tell);
      if (!ordered.ok) return ordered;
      done.push({ place: one, words: ordered.value });
    }
    return ok(done);
  };

/** 0 to 1, unguessable. */
const chance = (): number => randomKey(4).readUInt32BE() / 2 ** 32;
