// The world as lines look at it: settings by the ids of their forms, accounts, certificates, and what answered on the network.

import type { AnyRecord, Configuration, Form, FormShape } from '#forms';
import type { Provenance } from '#security';
import type { Live } from './probes/live.ts';

/** The configuration by ids: a line about a form that this version does not have says so. */
export interface Settings {
  /** Undefined where there is no such form. */
  single(form: string): AnyRecord | undefined;
  records(form: string): readonly AnyRecord[] | undefined;
  /** What people know a form by; its id where there is no such form. */
  title(form: string): string;
  /** A value of a field as a person reads it: of a choice its words, without what explains them. */
  word(form: string, field: string, value: string): string;
  /** The names of the fields of a form or view; none where there is no such. */
  fields(form: string): readonly string[];
}

export interface Account {
  readonly loginId: string;
  readonly status: string;
}

/** The certificate that a place of this system shows. */
export interface ShownCertificate {
  /** "web server", "telephony", "device". */
  readonly place: string;
  readonly provenance: Provenance;
}

/** A computer from which this system is managed, with what it last told of its preferences; blank where it has told nothing. */
export interface ManagerSeen {
  readonly name: string;
  readonly fingerprint: string;
  readonly lastSeen: string;
  readonly checkLevel: string;
  readonly offersCertificate: string;
}

/** What the process knows of itself; the core fills it in. */
export interface SystemFacts {
  /** Blank, or what is wrong with the audit trail. */
  readonly trailDamage: string;
  /** Cryptography runs in a module that is validated under FIPS 140. */
  readonly isFips: boolean;
  /** The kinds of hashes that passwords of accounts are kept as. */
  readonly passwordHashes: readonly string[];
  /** Accounts of which no change that made them is on record. */
  readonly unrecordedAccounts: readonly string[];
}

export interface World {
  readonly nowMs: number;
  readonly settings: Settings;
  /** The accounts that came with the system and are still there. */
  readonly firstAccounts: readonly Account[];
  readonly certificates: readonly ShownCertificate[];
  readonly managers: readonly ManagerSeen[];
  /** Where a certificate comes from: of PEM text in a form, and of a chain in DER as a listener shows it. */
  readonly judge: (certificatePem: string) => Provenance | undefined;
  readonly judgeChain: (chain: readonly Uint8Array[]) => Provenance | undefined;
  /** Undefined while the system does not run. */
  readonly live: Live | undefined;
  readonly system: SystemFacts;
}

/** Settings over a configuration and the forms of the product. */
export function settingsOf(
  configuration: Configuration,
  forms: ReadonlyMap<string, Form>,
  views: readonly FormShape[] = [],
): Settings {
  return {
    single: (id) => {
      const form = forms.get(id);
      return form?.kind === 'single' ? configuration.single(form) : undefined;
    },
    records: (id) => {
      const form = forms.get(id);
      return form?.kind === 'table' ? [...configuration.records(form).values()] : undefined;
    },
    title: (id) => forms.get(id)?.title ?? id,
    word: (id, field, value) => (forms.get(id)?.fields[field]?.choices?.[value] ?? value).replace(/: .*/s, ''),
    fields: (id) => Object.keys((forms.get(id) ?? views.find((view) => view.id === id))?.fields ?? {}),
  };
}

export const textOf = (record: AnyRecord | undefined, field: string): string => {
  const value = record?.[field];
  return typeof value === 'string' ? value : value === undefined ? '' : String(value);
};

export const numberOf = (record: AnyRecord | undefined, field: string): number => {
  const value = record?.[field];
  return typeof value === 'number' ? value : 0;
};
