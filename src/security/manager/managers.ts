// Managers: the computers from which administrators manage this system (SEC-6), how each becomes one, is known, and is shut out.

import { createPublicKey } from 'node:crypto';
import { type Clock, Events, type Log, no, ok, type Refusal, type Result } from '#base';
import type { AuditTrail } from '#records';
import type { ManagerRow, Storage } from '#storage';
import { type Actor, systemActor } from '../actor.ts';
import { certificateFacts } from '../certificates/facts.ts';
import { Enrolments, type Invitation } from './enrolments.ts';
import { managerCodes } from './manager.codes.ts';
import type { ManagerSettings } from './manager-settings.form.ts';
import type { ManagerRecord } from './managers.view.ts';
import { derOf, isServerOf, type PreferencesTold } from './pins.ts';
import { checkPreferences } from './requirements.ts';

export interface ManagersOptions {
  readonly storage: Pick<Storage, 'managers' | 'transaction'>;
  readonly trail: Pick<AuditTrail, 'append' | 'note'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => ManagerSettings;
  /** The private authority's certificate, PEM. */
  readonly authority: () => string;
  /** What the listener of Managers shows, PEM, the leaf first. */
  readonly shown: () => string;
  /** A client certificate (PEM) of the private authority. */
  readonly issue: (name: string, publicKeyPem: string, days: number) => Promise<Result<string>>;
  readonly revoke: (serial: string, actor: Actor) => Promise<Result<void>>;
  /** The copy in Trusted Certificates: put there, or taken out where none is given. */
  readonly keepCopy: (actor: Actor, name: string, certificatePem: string | undefined) => Promise<Result<void>>;
  /** Ends the sessions that are bound to this certificate. */
  readonly endSessions: (fingerprint: string, why: string) => void;
}

/** What an enrolled computer takes home. */
export interface Enrolment {
  readonly name: string;
  readonly certificatePem: string;
  readonly authorityPem: string;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

export class Managers {
  /** The certificates that a listener lets in for an enrolment are others now. */
  readonly codesChanged: Events<void>;
  readonly #options: ManagersOptions;
  readonly #enrolments: Enrolments;
  readonly #rows = new Map<string, ManagerRow>();
  /** Connections that were opened with these may still be there. */
  readonly #shutOut = new Set<string>();

  private constructor(options: ManagersOptions, rows: readonly ManagerRow[]) {
    this.#options = options;
    this.codesChanged = new Events('the codes of Managers', options.log);
    this.#enrolments = new Enrolments(options.clock, () => this.codesChanged.emit());
    for (const row of rows) this.#rows.set(row.name, row);
  }

  static async open(options: ManagersOptions): Promise<Managers> {
    return new Managers(options, await options.storage.managers.all());
  }

  /** An enrolment code for a computer, told once (to whom is for the caller to decide); on record. */
  async invite(actor: Actor, name: string): Promise<Result<Invitation>> {
    if (!namePattern.test(name)) return no(managerCodes.refuse('security.manager-name-invalid', {}, 'name'));
    const invited = await this.#enrolments.invite(name, actor.user, ...this.#system());
    if (invited.ok) this.#note(actor, 'manager invited', name);
    return invited;
  }

  /** What the code is to name: the authority, and what is shown where that is not of the authority. */
  #system(): readonly [Buffer, Buffer?] {
    const authority = this.#options.authority();
    const shown = derOf(this.#options.shown());
    return isServerOf(shown, authority) ? [derOf(authority)] : [derOf(authority), shown];
  }

  /** What a listener lets in beside what it trusts, PEM. */
  get codeCertificates(): readonly string[] {
    return this.#enrolments.certificates;
  }

  /** Whether a connection with this certificate may enrol, and nothing else. */
  isCode(fingerprint: string): boolean {
    return this.#enrolments.has(fingerprint);
  }

  /** Makes a computer a Manager: `fingerprint` is that of its code's certificate. Every outcome is on record. */
  async enrol(
    from: { readonly address: string; readonly certificate: string },
    { publicKey, proof }: { readonly publicKey: string; readonly proof: string },
  ): Promise<Result<Enrolment>> {
    const actor: Actor = { ...systemActor('Enrolment of a Manager'), sourceIp: from.address };
    if (!isP256(publicKey)) return no(managerCodes.refuse('security.manager-key-unfit', {}, 'publicKey'));
    const taken = this.#enrolments.take(from.certificate, publicKey, proof);
    if (!taken.ok) {
      this.#note(actor, 'manager refused', 'a code that is wrong, used or too old');
      return taken;
    }
    return this.#make(actor, taken.value.manager, taken.value.by, publicKey);
  }

  async #make(actor: Actor, name: string, by: string, publicKey: string): Promise<Result<Enrolment>> {
    const before = this.#rows.get(name);
    const issued = await this.#options.issue(name, publicKey, this.#options.settings().certificateDays);
    if (!issued.ok) return issued;
    if (before !== undefined) await this.#forget(actor, before, 'its computer was enrolled anew');
    const kept = await this.#options.keepCopy(actor, copyName(name), issued.value);
    if (!kept.ok) return kept;
    await this.#write(this.#newRow(name, by, issued.value), actor, 'manager enrolled', `Code made by: ${by}`);
    return ok({ name, certificatePem: issued.value, authorityPem: this.#options.authority() });
  }

  #newRow(name: string, enrolledBy: string, certificatePem: string): ManagerRow {
    const { fingerprint, serial, endsMs } = certificateFacts(certificatePem);
    return {
      ...{ name, fingerprint, serial, certificateEndsMs: endsMs, enrolledBy },
      enrolledAtMs: this.#options.clock.nowMs(),
      ...{ seenAtMs: 0, seenFrom: '', seenUser: '', version: '', preferences: '' },
    };
  }

  /** Another certificate for the same key, for a Manager that is here with its own. */
  async renew(actor: Actor, fingerprint: string, publicKey: string): Promise<Result<Enrolment>> {
    const row = this.#byFingerprint(fingerprint);
    if (row === undefined) return no(managerCodes.refuse('security.manager-shut-out'));
    if (!isP256(publicKey)) return no(managerCodes.refuse('security.manager-key-unfit', {}, 'publicKey'));
    return this.#make(actor, row.name, row.enrolledBy, publicKey);
  }

  /** Whether somebody may log in from there: refused with what to change there. */
  admit(fingerprint: string, told: PreferencesTold | undefined): readonly Refusal[] {
    const isOut = this.#shutOut.has(fingerprint) || this.#enrolments.has(fingerprint);
    if (isOut) return [managerCodes.refuse('security.manager-shut-out')];
    return checkPreferences(this.#options.settings(), fingerprint, told);
  }

  /** Somebody has logged in there. */
  async seen(fingerprint: string, user: string, address: string, told: PreferencesTold | undefined): Promise<void> {
    const row = this.#byFingerprint(fingerprint) ?? this.#rows.get(told?.name ?? '');
    if (row === undefined) return;
    const { version, ...preferences } = told ?? { version: '' };
    const seen = { seenAtMs: this.#options.clock.nowMs(), seenFrom: address, seenUser: user, version };
    const next: ManagerRow = { ...row, ...seen, preferences: told === undefined ? '' : JSON.stringify(preferences) };
    await this.#options.storage.transaction((tx) => this.#options.storage.managers.put(tx, next));
    this.#rows.set(row.name, next);
  }

  /** Revokes its certificate, takes back the copy, ends its sessions; on record. */
  async shutOut(actor: Actor, name: string): Promise<Result<void>> {
    const row = this.#rows.get(name);
    if (row === undefined) return no(managerCodes.refuse('security.manager-unknown', { name: name.slice(0, 60) }));
    return this.#forget(actor, row, `shut out by ${actor.user}`);
  }

  async #forget(actor: Actor, row: ManagerRow, why: string): Promise<Result<void>> {
    const { revoke, keepCopy, endSessions, storage, trail, log } = this.#options;
    const revoked = await revoke(row.serial, actor);
    // It was taken back before, or has ended: it is worth nothing either way.
    if (!revoked.ok) log.info('the certificate of a Manager was not revoked', { why: revoked.refusal.words });
    this.#shutOut.add(row.fingerprint);
    endSessions(row.fingerprint, why);
    const taken = await keepCopy(actor, copyName(row.name), undefined);
    if (!taken.ok) return taken;
    await storage.transaction(async (tx) => {
      await storage.managers.delete(tx, row.name);
      await trail.append(tx, factOf(actor, 'manager shut out', `${row.name}: ${why}`));
    });
    this.#rows.delete(row.name);
    return ok(undefined);
  }

  /** Those who are Managers now, by name. */
  get rows(): readonly ManagerRow[] {
    return [...this.#rows.values()];
  }

  records(): readonly ManagerRecord[] {
    return this.rows.map(recordOf);
  }

  close(): void {
    this.#enrolments.close();
  }

  #byFingerprint(fingerprint: string): ManagerRow | undefined {
    return this.rows.find((row) => row.fingerprint === fingerprint);
  }

  async #write(row: ManagerRow, actor: Actor, action: string, data: string): Promise<void> {
    const { storage, trail } = this.#options;
    await storage.transaction(async (tx) => {
      await storage.managers.put(tx, row);
      await trail.append(tx, factOf(actor, action, `${row.name}: ${row.fingerprint}. ${data}`));
    });
    this.#rows.set(row.name, row);
  }

  #note(actor: Actor, action: string, data: string): void {
    this.#options.trail.note(factOf(actor, action, data));
  }
}

const factOf = (actor: Actor, action: string, data: string) => ({ level: 'high' as const, actor, action, data });

/** The name of its certificate's copy in Trusted Certificates. */
const copyName = (name: string): string => `Manager ${name}`;

function isP256(publicKeyPem: string): boolean {
  try {
    const { asymmetricKeyDetails, asymmetricKeyType } = createPublicKey(publicKeyPem);
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());

function recordOf(row: ManagerRow): ManagerRecord {
  const told = toldOf(row);
  const said = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'yes' : 'no');
  return {
    ...{ name: row.name, lastUser: row.seenUser, lastFrom: row.seenFrom, version: row.version },
    ...{ enrolledBy: row.enrolledBy, fingerprint: row.fingerprint },
    lastSeen: momentOf(row.seenAtMs),
    checkLevel: told?.checkLevel ?? '',
    offersCertificate: said(told?.offerCertificate),
    idleTimer: said(told?.idleTimer),
    fixed: told?.fixed.join(' ') ?? '',
    enrolled: momentOf(row.enrolledAtMs),
    ends: momentOf(row.certificateEndsMs),
  };
}

/** The preferences that a Manager last told; none before it did. */
const toldOf = ({ preferences }: ManagerRow): Omit<PreferencesTold, 'version'> | undefined =>
  // Written here, from what a request's schema let pass.
  preferences === '' ? undefined : (JSON.parse(preferences) as Omit<PreferencesTold, 'version'>);
