// The forms of the toll guard, made ready for judging: what is open, what it costs, which limits hold for whom.

import type { Configuration } from '#forms';
import { type Range, rangeOf, ranges } from './countries.ts';
import type { Scope } from './ledger.ts';
import { PrefixTable } from './prefix-table.ts';
import { tollCountries } from './toll-countries.form.ts';
import { type TollGuardSettings, tollGuard } from './toll-guard.form.ts';
import { type TollLimit, tollLimits } from './toll-limits.form.ts';
import { type TollTariff, tollTariffs } from './toll-tariffs.form.ts';

/** What a call costs, in ten-thousandths of the currency. */
export interface Rate {
  readonly perCall: number;
  readonly perMinute: number;
  /** The prefix of the tariff that says it; '' where it is assumed. */
  readonly tariff: string;
}

/** Where a call leads: undefined owner of short numbers. */
export interface Destination {
  readonly range: Range | undefined;
  readonly open: boolean;
  /** Within the home country. */
  readonly isHome: boolean;
  /** What holds where no tariff does. */
  readonly assumed: Rate;
}

export class TollRules {
  readonly settings: TollGuardSettings;
  /** With +, what tariffs and countries name by digits: there prices and openness may change. */
  readonly digits: readonly string[];
  readonly #destinations = new PrefixTable<Destination>();
  readonly #tariffs = new PrefixTable<Rate>();
  /** Opened or closed by digits. */
  readonly #byDigits = new PrefixTable<boolean>();
  readonly #limits: Readonly<Record<Scope, LimitsOf>>;
  readonly #other: Destination;

  constructor(configuration: Configuration) {
    this.settings = configuration.single(tollGuard);
    const countries = configuration.records(tollCountries);
    const isOpen = (name: string): boolean | undefined => countries.get(name)?.open;
    const home = rangeOf(`+${this.settings.homeCountry}`)?.owner;
    for (const range of ranges) this.#destinations.set(range.prefix, destinationOf(range, home, isOpen, this.settings));
    for (const { destination, open } of countries.values())
      if (destination.startsWith('+')) this.#byDigits.set(destination.slice(1), open);
    const tariffs = configuration.records(tollTariffs);
    for (const tariff of tariffs.values()) this.#tariffs.set(tariff.prefix.slice(1), rateOf(tariff));
    this.digits = [...tariffs.keys(), ...[...countries.keys()].filter((name) => name.startsWith('+'))];
    const all = [...configuration.records(tollLimits).values()];
    this.#limits = {
      extension: new LimitsOf(all, 'extension'),
      class: new LimitsOf(all, 'class'),
      trunk: new LimitsOf(all, 'trunk'),
      system: new LimitsOf(all, 'system'),
    };
    const assumed = assume(this.settings.assumedOther);
    this.#other = { range: undefined, open: true, isHome: true, assumed };
  }

  /** Where a number leads; undefined where no country has its code. What is no full number is a short one of this country. */
  destination(e164: string): Destination | undefined {
    return e164 === '' ? this.#other : this.#destinations.find(e164, 1);
  }

  isOpen(e164: string, destination: Destination): boolean {
    return (e164 === '' ? undefined : this.#byDigits.find(e164, 1)) ?? destination.open;
  }

  /** The tariff, but of a range that costs more than what stands around it. */
  rate(e164: string, { range, assumed }: Destination): Rate {
    if (range === undefined) return assumed;
    const tariff = this.#tariffs.find(e164, 1);
    if (tariff === undefined) return assumed;
    const isCostly = range.kind !== 'country' && range.kind !== 'shared';
    return isCostly && tariff.tariff.length <= range.prefix.length ? assumed : tariff;
  }

  limitsFor(scope: Scope, key: string | number): readonly TollLimit[] {
    return this.#limits[scope].of(key);
  }
}

/** The limits of one scope: those that name somebody stand in place of those for each. */
class LimitsOf {
  readonly #each: readonly TollLimit[];
  readonly #named = new Map<string | number, TollLimit[]>();

  constructor(all: readonly TollLimit[], scope: Scope) {
    const own = all.filter((limit) => limit.scope === scope);
    this.#each = own.filter(({ which }) => which === '');
    for (const limit of own.filter(({ which }) => which !== '')) {
      const key = scope === 'class' ? Number(limit.which) : limit.which;
      this.#named.set(key, [...(this.#named.get(key) ?? []), limit]);
    }
  }

  of(key: string | number): readonly TollLimit[] {
    return this.#named.size === 0 ? this.#each : (this.#named.get(key) ?? this.#each);
  }
}

const rateOf = ({ prefix, perCall, perMinute }: TollTariff): Rate => ({ perCall, perMinute, tariff: prefix });
const assume = (perMinute: number): Rate => ({ perCall: 0, perMinute, tariff: '' });

function destinationOf(
  range: Range,
  home: string | undefined,
  isOpen: (name: string) => boolean | undefined,
  settings: TollGuardSettings,
): Destination {
  const isHome = range.owner === home;
  const ownerOpen = isOpen(range.owner) ?? isHome;
  return Object.freeze({
    range,
    isHome,
    open: isRangeOpen(range, ownerOpen, isOpen),
    assumed: assume(assumedCost(range, isHome, settings)),
  });
}

/** A whole country or network is opened by its name, a satellite also by its kind; a costly part needs its kind and its country. */
function isRangeOpen(
  { kind, isWhole }: Range,
  ownerOpen: boolean,
  isOpen: (name: string) => boolean | undefined,
): boolean {
  if (kind === 'country' || kind === 'shared') return ownerOpen;
  if (isWhole) return ownerOpen || (kind !== 'revenue-share' && isOpen(kind) === true);
  return ownerOpen && isOpen(kind) === true;
}

function assumedCost({ kind, isWhole }: Range, isHome: boolean, settings: TollGuardSettings): number {
  const { assumedNational, assumedInternational, assumedPremium } = settings;
  if (isHome && isWhole) return assumedNational;
  return kind === 'country' || kind === 'shared' ? assumedInternational : assumedPremium;
}
