// The public network of the walks: providers behind trunks, each place a phone that calls and is called by scripts of plain SIP.

import type { CallServerOptions, Trunk } from '#calls';
import { DigestClient, type Flow } from '#sip';
import { Site, type SiteRecords } from '../../src/calls/routing/testing.ts';
import type { Phone } from './phone.ts';

type Outside = Pick<CallServerOptions, 'trunks' | 'outside' | 'guard'>;

export class Providers implements Outside {
  readonly site: Site;
  /** Of the site; an object of its own properties, for the call server adds to a copy of it. */
  readonly tables: ReturnType<CallServerOptions['tables']>;
  /** The places of each trunk, in the order in which they are tried. */
  readonly #places = new Map<Trunk, Phone[]>();
  readonly #failed = new Set<Phone>();
  readonly #digests = new Map<Trunk, DigestClient>();
  /** What the toll guard was told: `begin telco`, `answered`, `ended`. */
  readonly told: string[] = [];
  numbers: Readonly<Record<string, string>> = {};
  withholding = new Set<string>();
  /** What goes along with emergency calls. */
  located: ReturnType<Outside['outside']['locate']>;
  /** The extensions whose place was asked for. */
  readonly locatedFor: string[] = [];

  constructor(records: SiteRecords) {
    const site = new Site(records, [{ number: '112', route: '', digits: '112' }]);
    this.site = site;
    this.tables = {
      ...{ numbering: site.numbering, plan: site.plan, emergency: site.emergency },
      ...{ trunk: (name) => site.trunk(name), trunks: () => site.trunks(), isUp: (trunk) => site.isUp(trunk) },
      accountCodeNamed: (code) => site.accountCodeNamed(code),
      guard: { judge: (asked) => site.guard.judge(asked) },
    };
  }

  /** A place of the trunk: a phone that does not register. */
  add(name: string, phone: Phone): void {
    const trunk = this.trunk(name);
    this.#places.set(trunk, [...(this.#places.get(trunk) ?? []), phone]);
    const { username, registers } = trunk.record;
    if (registers && !this.#digests.has(trunk))
      this.#digests.set(trunk, new DigestClient({ username, secret: phone.world.secretOf(username) }));
  }

  trunk(name: string): Trunk {
    const trunk = this.site.trunk(name);
    if (trunk === undefined) throw new Error(`no trunk ${name}`);
    return trunk;
  }

  readonly trunks: Outside['trunks'] = {
    identify: (flow: Flow) => [...this.#places].find(([, places]) => places.some((phone) => phone.flow === flow))?.[0],
    ways: (trunk: Trunk) =>
      (this.#places.get(trunk) ?? [])
        .filter((phone) => !this.#failed.has(phone))
        .map((phone) => ({
          host: phone.address,
          flow: () => phone.flow,
          failed: () => void this.#failed.add(phone),
        })),
    digestOf: (trunk: Trunk) => this.#digests.get(trunk),
    challengeOf: () => undefined,
  };

  readonly outside: Outside['outside'] = {
    numberOf: ({ number }) => this.numbers[number] ?? '',
    nationalOf: (e164) => e164.replace('+49', '0'),
    shows: (party) => party.kind === 'trunk' || !this.withholding.has(party.number),
    locate: ({ number }) => {
      this.locatedFor.push(number);
      return this.located;
    },
  };

  readonly guard: Outside['guard'] = {
    refused: ({ e164 }) => void this.told.push(`refused ${e164}`),
    begin: ({ trunk, outgoing }) => void this.told.push(`begin ${trunk} ${outgoing.e164}`),
    answered: () => void this.told.push('answered'),
    ended: () => void this.told.push('ended'),
  };
}
