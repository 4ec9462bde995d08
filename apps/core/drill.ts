// The drill joined to the house (SEC-10): its decoys, what it is held against, who may start it, and the record of it. One at a time.

import { networkInterfaces } from 'node:os';
import { type Clock, limits, no, ok, type Refusal, type Result, randomHex, randomSecret } from '#base';
import { networkListeners, numbering, usersAndServices } from '#calls';
import { type Decoy, drill, drillAddress, isForReaders, proofCodes, securityProfile } from '#proof';
import { type Actor, provenanceOf, systemActor, trustedCertificates, userAuthorizationProfiles } from '#security';
import type { House } from './house.ts';
import { targetsOf } from './proof.ts';
import { checkChange } from './requests/may.ts';
import type { DrillLine } from './security-protocol.ts';
import { listenerLines } from './status.ts';
import type { Network } from './wire.ts';

export interface DrillParts {
  readonly house: House;
  readonly network: Network | undefined;
  readonly clock: Clock;
}

type Drilled = Result<DrillLine, readonly Refusal[]>;

const actor = systemActor('Security drill');

/** Starts drills, one after the other with a rest between. */
export class Drills {
  readonly #parts: DrillParts;
  #isRunning = false;
  #endedAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: DrillParts) {
    this.#parts = parts;
  }

  /** Who may change Security Profile may; on record with what got through. */
  async run(by: Actor, furtherPorts: readonly number[]): Promise<Drilled> {
    const { house, network, clock } = this.#parts;
    const may = checkChange(house.administration, by, securityProfile.id);
    if (!may.ok) return no([may.refusal]);
    if (network === undefined) return no([proofCodes.refuse('proof.drill-offline')]);
    if (this.#isRunning || clock.steadyMs() - this.#endedAtMs < limits.drill.restMs)
      return no([proofCodes.refuse('proof.drill-busy', { seconds: limits.drill.restMs / 1_000 })]);
    this.#isRunning = true;
    note(house, by, 'security drill begun', '');
    try {
      const report = await this.#drill(network, furtherPorts);
      note(house, by, 'security drill ended', `${report.through} attacks got through, of ${report.findings.length}`);
      return ok(report);
    } finally {
      this.#isRunning = false;
      this.#endedAtMs = clock.steadyMs();
    }
  }

  async #drill(network: Network, furtherPorts: readonly number[]): Promise<DrillLine> {
    const { house, clock } = this.#parts;
    await network.settled();
    const { configuration } = house.administration;
    const decoys = new Decoys(house);
    try {
      const { tookMs, findings, left } = await drill({
        ...{ clock, furtherPorts, decoy: await decoys.make() },
        targets: targetsOf(listenerLines(network), configuration).filter(({ speaks }) => !isForReaders(speaks)),
        addresses: ownAddresses([...configuration.records(networkListeners).values()].map(({ address }) => address)),
        judgeShown: (chain) => judgeShown(house, chain, clock.nowMs()),
        weakPassword: await weakPassword(house),
      });
      return { tookMs, findings, left, through: findings.filter((one) => one.through).length };
    } finally {
      await decoys.remove();
      house.accounts.forgive(drillAddress);
      network.calls.forgive(drillAddress);
    }
  }
}

const note = ({ trail }: House, by: Actor, action: string, data: string): void =>
  trail.note({ level: 'high', actor: by, action, data });

/** An account without access and an extension, both removed afterwards, both on record. */
class Decoys {
  readonly #house: House;
  readonly #made: { readonly form: string; readonly key: string }[] = [];

  constructor(house: House) {
    this.#house = house;
  }

  async make(): Promise<Decoy> {
    const { configuration } = this.#house.administration;
    const loginId = `drill-${randomHex(4)}`;
    const real = new Set(configuration.records(userAuthorizationProfiles).keys());
    await this.#add(userAuthorizationProfiles.id, loginId, { loginId, userName: 'Security drill' });
    const [number, nobody] = freeNumbers(this.#house);
    const isMade =
      number !== undefined &&
      (await this.#add(usersAndServices.id, number, { number, name: 'Security drill', doNotDisturb: true }));
    return { loginId, real, extension: isMade ? number : '', nobody: nobody ?? randomSecret(6, '0123456789') };
  }

  async #add(form: string, key: string, patch: Readonly<Record<string, unknown>>): Promise<boolean> {
    const added = await this.#house.administration.change(actor, [{ kind: 'add', form, patch }]);
    if (added.ok) this.#made.push({ form, key });
    return added.ok;
  }

  async remove(): Promise<void> {
    for (const { form, key } of this.#made.splice(0))
      await this.#house.administration.change(actor, [{ kind: 'delete', form, key }]);
  }
}

/** Two numbers that nobody has, from the end; fewer where all are taken. */
function freeNumbers({ administration: { configuration } }: House): readonly string[] {
  const taken = configuration.records(usersAndServices);
  const { extensionLength } = configuration.single(numbering);
  const free: string[] = [];
  for (let number = 10 ** extensionLength - 2; number > 0 && free.length < 2; number--) {
    const text = String(number).padStart(extensionLength, '0');
    if (!taken.has(text)) free.push(text);
  }
  return free;
}

/** Passwords of the kinds that guessers begin with: one that the rules let pass, or blank. Nothing is written. */
async function weakPassword({ administration }: House): Promise<string> {
  const loginId = `drill-${randomHex(4)}`;
  const kinds = {
    'six lower-case letters': randomSecret(6, 'bcdfghjkmnpqrstvwxz'),
    'six digits': randomSecret(6, '0123456789'),
    'a word with a digit': `${randomSecret(5, 'bcdfghjkmnpqrstvwxz')}7`,
  };
  for (const [kind, password] of Object.entries(kinds)) {
    const patch = { loginId, userName: 'Security drill', password };
    const wish = { kind: 'add', form: userAuthorizationProfiles.id, patch } as const;
    const tried = await administration.change(actor, [wish], { dryRun: true });
    if (tried.ok) return kind;
  }
  return '';
}

/** What a certificate that is shown lacks, in a sentence; blank when nothing. */
function judgeShown({ security, administration }: House, chain: readonly Uint8Array[], nowMs: number): string {
  const trusted = [...administration.configuration.records(trustedCertificates).values()];
  const found = provenanceOf(chain, {
    authority: security.authority.facts.certificatePem,
    trusted: trusted.map(({ certificate }) => certificate),
  });
  if (found === undefined) return 'What is shown is no certificate.';
  if (nowMs < found.startsMs || nowMs > found.endsMs) return 'It is not in date.';
  if (!found.isStrong) return `Its key or signature is weak (${found.key}).`;
  if (found.isSelfSigned || !found.isIssuerKnown) return 'Nobody vouches for it.';
  return '';
}

/** All that this machine is reached at; of listeners on every address, these. */
function ownAddresses(listening: readonly string[]): readonly string[] {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    .filter((address) => !address.toLowerCase().startsWith('fe80:'));
  const isEvery = listening.some((address) => address === '0.0.0.0' || address === '::');
  return isEvery ? [...new Set(own)] : [...new Set(listening)].filter((address) => own.includes(address));
}
