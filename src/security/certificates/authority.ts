// The private authority (SEC-4): made at the first start, it issues the certificates of this system, of phones and of machines.

import { webcrypto } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { type Clock, Events, type Log, no, ok, type Result, randomSecret, Secret } from '#base';
import { type Actor, systemActor } from '../actor.ts';
import type { SealedValues } from '../kept.ts';
import { type RevocationReason, signCrl } from './crl.ts';
import { certificateFacts } from './facts.ts';
import { type Identity, issueClient, issueServer, makeAuthority, makeKeys, type ServerWish } from './issue.ts';
import type { IssuedCertificate, IssuedKind } from './issued-certificates.view.ts';
import { Ledger, type LedgerParts, type NewCertificate } from './ledger.ts';
import { certificatesIn } from './pem.ts';
import type { PrivateAuthority } from './private-authority.form.ts';
import { readPublicKey } from './request.ts';
import { printPem } from './upload/pem.ts';
import { uploadCodes } from './upload/upload.codes.ts';
import { writePkcs12 } from './upload/write-pkcs12.ts';

const authorityName = 'security.authority';

/** What `certificate authority` shows of it. */
export interface AuthorityFacts {
  readonly certificatePem: string;
  readonly fingerprint: string;
  readonly endsMs: number;
}

/** For whom a client's certificate is issued, and at whose wish. */
export interface ClientFor {
  readonly kind: IssuedKind;
  readonly actor: Actor;
}

/** A certificate with a key that was made here: told once, and kept nowhere. */
export interface MadeClient {
  readonly certificate: string;
  readonly pkcs12: Buffer;
  readonly passphrase: Secret;
}

export interface AuthorityBook extends Omit<LedgerParts, 'clock' | 'log' | 'crlLifetimeDays' | 'onList'> {
  readonly settings: () => PrivateAuthority;
}

/** A machine's certificate bears this as its common name. */
const clientName = {
  fits: /^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/,
  expects: '1 to 64 letters, digits, blanks and . _ @ -, the first a letter or digit',
};
/** A controller's is what others call it by. */
const hostName = {
  fits: /^(?=.{1,64}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  expects: 'a host name in lower case or an IPv4 address',
};
const passphraseLength = 24;

export class Authority {
  /** Something was issued or revoked, or the list of what was revoked is another one. */
  readonly changed: Events<void>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #identity: Identity;
  #book: { readonly ledger: Ledger; readonly settings: () => PrivateAuthority } | undefined;
  /** Of this system, issued before there was a book. */
  #unwritten: string[] = [];

  private constructor(clock: Clock, log: Log, identity: Identity) {
    this.changed = new Events('authority', log);
    this.#clock = clock;
    this.#log = log;
    this.#identity = identity;
  }

  /** Opens the authority, or makes it at the first start. */
  static async open(values: SealedValues, clock: Clock, log: Log): Promise<Result<Authority>> {
    const identity = readIdentity(await values.getLasting(authorityName));
    if (!identity.ok) return identity;
    const own = identity.value ?? (await makeAuthority(`Ringfence authority of ${hostname()}`, clock.nowMs()));
    if (identity.value === undefined) await keepIdentity(values, authorityName, own);
    return ok(new Authority(clock, log, own));
  }

  get facts(): AuthorityFacts {
    const certificatePem = this.#identity.certificate;
    const { fingerprint, endsMs } = certificateFacts(certificatePem);
    return { certificatePem, fingerprint, endsMs };
  }

  /** From now on what is issued and revoked is on record; nothing is issued to others before. */
  async openBook({ settings, ...parts }: AuthorityBook): Promise<void> {
    const crlLifetimeDays = () => settings().crlLifetimeDays;
    const onList = () => this.changed.emit();
    const more = { clock: this.#clock, log: this.#log, crlLifetimeDays, onList };
    const ledger = await Ledger.open({ ...parts, ...more }, (wish) => signCrl(this.#identity, wish));
    this.#book = { ledger, settings };
    for (const certificate of this.#unwritten.splice(0)) await this.#writeOwn(certificate);
  }

  close(): void {
    this.#book?.ledger.close();
  }

  /** What was set about it has changed. */
  async refresh(): Promise<void> {
    await this.#book?.ledger.refresh();
  }

  /** A certificate for this system itself. */
  async issueServer(wish: Omit<ServerWish, 'nowMs'>): Promise<Identity> {
    const identity = await issueServer(this.#identity, { ...wish, nowMs: this.#clock.nowMs() });
    if (this.#book === undefined) this.#unwritten.push(identity.certificate);
    else await this.#writeOwn(identity.certificate);
    return identity;
  }

  /**
   * A client's certificate (PEM) for the key of `publicKey`: a public key in PEM, or a signing request, of which the key
   * alone is taken. `days` 0: as long as the form says. Refuses a weak key and a name that is none.
   */
  async issueClient(
    name: string,
    publicKey: string,
    days = 0,
    { kind, actor }: ClientFor = { kind: 'manager', actor: systemActor('Enrolment of a Manager') },
  ): Promise<Result<string>> {
    const { ledger, settings } = this.#opened();
    const { fits, expects } = kind === 'controller' ? hostName : clientName;
    if (!fits.test(name)) return no(uploadCodes.refuse('security.issued-name', { expects }, 'name'));
    const room = ledger.mayIssue();
    if (!room.ok) return room;
    const key = await readPublicKey(publicKey);
    if (!key.ok) return key;
    const { name: organization, issuedDays, crlAddress } = settings();
    const terms = { organization, crlAddress, days: days === 0 ? issuedDays : days, nowMs: this.#clock.nowMs() };
    const isServer = kind === 'controller';
    const certificate = await issueClient(this.#identity, { name, publicKey: key.value, isServer, ...terms });
    await ledger.add(rowOf(certificate, name, kind, terms.nowMs), actor);
    this.changed.emit();
    return ok(certificate);
  }

  /** The same with a key that is made here, as a file for the machine. */
  async makeClient(name: string, days: number, given: ClientFor): Promise<Result<MadeClient>> {
    const keys = await makeKeys();
    const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
    const issued = await this.issueClient(name, printPem('PUBLIC KEY', spki), days, given);
    if (!issued.ok) return issued;
    const passphrase = new Secret(randomSecret(passphraseLength));
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
    const certificates = certificatesIn(issued.value + this.#identity.certificate);
    const pkcs12 = await writePkcs12({ name, key, certificates }, passphrase);
    key.fill(0);
    return ok({ certificate: issued.value, pkcs12, passphrase });
  }

  /** Takes back what was issued. Refuses what is not there or was taken back before. */
  async revoke(serial: string, actor: Actor, reason: RevocationReason = 'unused'): Promise<Result<void>> {
    const revoked = await this.#opened().ledger.revoke(serial.toLowerCase(), reason, actor);
    if (revoked.ok) this.changed.emit();
    return revoked;
  }

  /** Takes back a certificate of this system itself, for another one. */
  async replaceOwn(certificate: string, actor: Actor): Promise<void> {
    const { ledger } = this.#opened();
    const { serial } = certificateFacts(certificate);
    if (!ledger.has(serial)) await this.#writeOwn(certificate);
    if (!ledger.isRevoked(serial)) await this.revoke(serial, actor, 'replaced');
  }

  isRevoked(serial: string): boolean {
    return this.#book?.ledger.isRevoked(serial) ?? false;
  }

  /** The revocation list, DER: good now, and for half of its lifetime at least. */
  crl(): Buffer {
    return this.#opened().ledger.crl;
  }

  /** Rows of the view. */
  issued(): IssuedCertificate[] {
    return this.#book?.ledger.records() ?? [];
  }

  #opened(): { readonly ledger: Ledger; readonly settings: () => PrivateAuthority } {
    if (this.#book === undefined) throw new Error('the book of the authority is not open');
    return this.#book;
  }

  async #writeOwn(certificate: string): Promise<void> {
    const { subject } = certificateFacts(certificate);
    await this.#opened().ledger.add(
      rowOf(certificate, subject, 'own', this.#clock.nowMs()),
      systemActor('Certificates'),
    );
  }
}

function rowOf(certificate: string, name: string, kind: IssuedKind, issuedAtMs: number): NewCertificate {
  const { serial, fingerprint, endsMs } = certificateFacts(certificate);
  return { serial, name, kind, fingerprint, issuedAtMs, endsAtMs: endsMs };
}

/** Every name by which a phone may reach this machine, then `further` ones: the realm, a public name. */
export function ownNames(further: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map((entry) => entry.address)
    .filter((address) => !address.toLowerCase().startsWith('fe80:'));
  return [...new Set([hostname(), 'localhost', '127.0.0.1', '::1', ...addresses.sort(), ...further])];
}

/** An identity is one sealed value, so that a certificate is never kept without its key. */
export function readIdentity(kept: Result<Secret | undefined>): Result<Identity | undefined> {
  if (!kept.ok) return kept;
  if (kept.value === undefined) return ok(undefined);
  const text = kept.value.reveal();
  const cut = text.indexOf(keyHeader);
  return ok({ certificate: text.slice(0, cut), key: new Secret(text.slice(cut)) });
}

const keyHeader = '-----BEGIN PRIVATE KEY-----';

export const keepIdentity = (values: SealedValues, name: string, identity: Identity): Promise<void> =>
  values.set(name, new Secret(`${identity.certificate}${identity.key.reveal()}`));
