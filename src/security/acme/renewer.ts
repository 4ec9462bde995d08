// Certificates that come by themselves (SEC-4): ordered when they are due, installed when they are right, an alarm when not. Its law:
// an order begins only when it is on record, and one that fails changes nothing of what is in force.

import { type Cancel, type Clock, type Log, limits, no, ok, type Result, type Secret } from '#base';
import type { HttpFetch, OutboundTls } from '#outbound';
import type { AuditActor, AuditFact } from '#records';
import { certificateFacts } from '../certificates/facts.ts';
import type { Identity } from '../certificates/issue.ts';
import type { KeptValues, SealedValues } from '../kept.ts';
import { acmeCodes } from './acme.codes.ts';
import type { AcmeCertificate } from './acme-certificates.view.ts';
import { type AcmePlace, type AcmeSettings, acmeSettings, isDomain, splitDomains } from './acme-settings.form.ts';
import type { Issued } from './issuance.ts';
import { order } from './order.ts';
import { dueAtMs, renewalByAge, renewalByWindow } from './plan.ts';
import type { ShowProof } from './proofs.ts';
import { askRenewalInfo, certificateId } from './renewal-info.ts';
import { type AcmeRefusal, type AcmeResult, AcmeServer } from './server.ts';
import { AcmeStates, type PlaceState } from './state.ts';

/** What a failed order says to whoever looks after the system. */
export interface AcmeAlarm {
  readonly severity: 'major';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
}

export interface AcmeOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly values: SealedValues;
  readonly kept: KeptValues;
  readonly fetch: HttpFetch;
  /** What is demanded of the authority's server, without whom to trust. */
  readonly tls: () => OutboundTls;
  readonly settings: () => AcmeSettings;
  /** The key of the external account; undefined when none is set. */
  readonly externalKey: () => Secret | undefined;
  /** The public names of the system, for when the form names none. */
  readonly publicNames: () => readonly string[];
  readonly showProof: ShowProof;
  readonly install: (place: AcmePlace, identity: Identity & { readonly source: 'acme' }) => Promise<Result<void>>;
  readonly record: (fact: AuditFact) => Promise<unknown>;
  readonly alarm: (id: string, alarm: AcmeAlarm | undefined) => void;
  /** Something that the view shows has changed. */
  readonly onChange: () => void;
  /** 0 to 1. */
  readonly chance: () => number;
  /** For tests. Default: by the clock. */
  readonly wait?: (ms: number) => Promise<void>;
}

const placeNames = Object.keys(acmeSettings.fields.places.choices ?? {}) as AcmePlace[];
const lookEveryMs = 600_000;
/** A form is often changed twice in a row. */
const afterChangeMs = 15_000;
const systemActor: AuditActor = { user: 'local', sourceIp: '', application: 'System', context: 'ACME' };

type Tell = (words: string) => void;

export class Acme {
  readonly #options: AcmeOptions;
  readonly #states: AcmeStates;
  /** Orders that run, by place: who comes second listens to the first. */
  readonly #running = new Map<AcmePlace, { readonly done: Promise<AcmeResult<string>>; readonly tells: Set<Tell> }>();
  #timer: Cancel | undefined;
  #working: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();

  private constructor(options: AcmeOptions, states: AcmeStates) {
    this.#options = options;
    this.#states = states;
  }

  static async open(options: AcmeOptions): Promise<Acme> {
    return new Acme(options, await AcmeStates.open(options.kept, placeNames));
  }

  /** From now on what is due is ordered. Failures from before the start are alarms again. */
  start(): void {
    for (const place of this.#places()) this.#tellAlarm(place);
    this.#lookAfter(afterChangeMs);
  }

  /** Other names, another authority: what failed before counts no more, except what an authority has asked for. */
  async settingsChanged(): Promise<void> {
    for (const place of placeNames) {
      const { code, words, failures } = this.#states.get(place);
      if (failures > 0 && code !== 'security.acme-rate') await this.#states.put(place, { failures: 0, notBeforeMs: 0 });
      if (!this.#places().includes(place) || words === '') this.#options.alarm(alarmId(place), undefined);
    }
    this.#options.onChange();
    this.#lookAfter(afterChangeMs);
  }

  /** Ends what is being done at its next step; nothing is begun any more. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#timer?.();
    await Promise.allSettled([this.#working, ...[...this.#running.values()].map(({ done }) => done)]);
  }

  /** Returns when what is being done is done. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Orders for a place now, on behalf of `actor`; the words say what was issued. */
  async orderNow(actor: AuditActor, place: string, tell: Tell = () => undefined): Promise<AcmeResult<string>> {
    const known = this.#places().find((one) => one === place);
    if (this.#options.settings().authority === 'none') return no(acmeCodes.refuse('security.acme-off'));
    if (known === undefined) return no(acmeCodes.refuse('security.acme-place', { place }));
    return await this.#join(known, actor, tell);
  }

  /** Orders whatever is due; the words say what was done. */
  async orderDue(): Promise<Result<string>> {
    const done: AcmeResult<string>[] = [];
    for (const place of this.#places()) {
      await this.#askWhenToRenew(place);
      if (!this.#ending.signal.aborted && this.#isDue(place))
        done.push(await this.#join(place, systemActor, () => undefined));
    }
    const failed = done.find((one) => !one.ok);
    if (failed !== undefined) return failed;
    const words = done.map((one) => (one.ok ? one.value : ''));
    return ok(words.length === 0 ? 'No certificate from ACME is due.' : words.join(' '));
  }

  /** The places for which certificates are ordered; none while no authority is chosen. */
  get places(): readonly AcmePlace[] {
    return this.#places();
  }

  rows(): readonly AcmeCertificate[] {
    return this.#places().map((place): AcmeCertificate => {
      const state = this.#states.get(place);
      const facts = state.certificate === '' ? undefined : certificateFacts(state.certificate);
      const due = dueAtMs(state, this.#names(), this.#options.settings().directoryUrl);
      return {
        ...{ place, state: this.#stateOf(place, state), words: state.words },
        ...{ names: facts?.names.join(' ') ?? '', issuer: facts?.issuer ?? '', ends: moment(facts?.endsMs ?? 0) },
        ...{ renewal: moment(due), lastTry: moment(state.lastTryMs) },
      };
    });
  }

  #stateOf(place: AcmePlace, { words, certificate }: PlaceState): AcmeCertificate['state'] {
    if (this.#running.has(place)) return 'ordering';
    if (words !== '') return 'failed';
    return certificate === '' ? 'none' : 'good';
  }

  #places(): readonly AcmePlace[] {
    const { authority, places } = this.#options.settings();
    return authority === 'none' ? [] : places;
  }

  #names(): readonly string[] {
    const named = splitDomains(this.#options.settings().domains);
    return named.length > 0 ? named : this.#options.publicNames().filter(isDomain);
  }

  #lookAfter(ms: number): void {
    this.#timer?.();
    if (this.#ending.signal.aborted) return;
    this.#timer = this.#options.clock.after(ms, () => {
      this.#working = this.orderDue()
        .catch((fault: unknown) => this.#options.log.fault('certificates could not be looked after', fault))
        .finally(() => this.#lookAfter(lookEveryMs));
    });
  }

  #isDue(place: AcmePlace): boolean {
    const due = dueAtMs(this.#states.get(place), this.#names(), this.#options.settings().directoryUrl);
    return due <= this.#options.clock.nowMs();
  }

  /** An authority that does not say, or cannot be asked, leaves what was planned. */
  async #askWhenToRenew(place: AcmePlace): Promise<void> {
    const { clock, settings, log, chance } = this.#options;
    const { certificate, directoryUrl, askAtMs, renewAtMs } = this.#states.get(place);
    if (certificate === '' || directoryUrl !== settings().directoryUrl || askAtMs > clock.nowMs()) return;
    const asked = await askRenewalInfo(this.#server(), certificate, clock);
    if (!asked.ok) {
      log.info('renewal information could not be asked for', { place, why: asked.refusal.words });
      return await this.#states.put(place, { askAtMs: clock.nowMs() + limits.acme.renewalInfoMs });
    }
    const { window, againMs } = asked.value;
    const planned = window === undefined ? renewAtMs : renewalByWindow(certificate, window, renewAtMs, chance());
    await this.#states.put(place, { askAtMs: againMs, renewAtMs: planned });
    if (window !== undefined && window.explanation !== '' && planned <= clock.nowMs())
      log.warn('the authority asks for a renewal', { place, explanation: window.explanation });
  }

  #join(place: AcmePlace, actor: AuditActor, tell: Tell): Promise<AcmeResult<string>> {
    const running = this.#running.get(place);
    if (running !== undefined) {
      tell('An order for this place runs already');
      running.tells.add(tell);
      return running.done;
    }
    const tells = new Set([tell]);
    const done = this.#orderRecorded(place, actor, (words) => {
      for (const one of tells) one(words);
    }).finally(() => {
      this.#running.delete(place);
      this.#options.onChange();
    });
    this.#running.set(place, { done, tells });
    this.#options.onChange();
    return done;
  }

  async #orderRecorded(place: AcmePlace, actor: AuditActor, tell: Tell): Promise<AcmeResult<string>> {
    const { clock, record, settings } = this.#options;
    const names = this.#names();
    const about = `Place: ${place}; Names: ${names.join(' ')}; Directory: ${settings().directoryUrl}`;
    await record({ level: 'medium', actor, action: 'certificate ordered', data: about });
    await this.#states.put(place, { lastTryMs: clock.nowMs() });
    const installed = await this.#orderAndInstall(place, names, actor, tell);
    if (!installed.ok) await this.#failed(place, actor, installed.refusal);
    this.#tellAlarm(place);
    return installed;
  }

  /** A fault is a failure like any other: it must not be tried again at once, for ever. */
  async #orderAndInstall(
    place: AcmePlace,
    names: readonly string[],
    actor: AuditActor,
    tell: Tell,
  ): Promise<AcmeResult<string>> {
    if (names.length === 0) return no(acmeCodes.refuse('security.acme-no-names'));
    try {
      const issued = await this.#order(place, names, tell);
      return issued.ok ? await this.#install(place, issued.value, actor) : issued;
    } catch (fault) {
      const id = this.#options.log.fault('a certificate could not be ordered', fault);
      return no(acmeCodes.refuse('security.acme-fault', { id }));
    }
  }

  #order(place: AcmePlace, names: readonly string[], tell: Tell): Promise<AcmeResult<Issued>> {
    const { values, clock, showProof, settings, externalKey } = this.#options;
    const { directoryUrl, contact, challenge, externalAccountId } = settings();
    const key = externalKey();
    const external = key === undefined || externalAccountId === '' ? undefined : { id: externalAccountId, key };
    const before = this.#states.get(place);
    const replaces =
      before.certificate !== '' && before.directoryUrl === directoryUrl ? certificateId(before.certificate) : '';
    const parts = { server: this.#server(), values, clock, wait: this.#wait, showProof, tell };
    return order(parts, { directoryUrl, contact, external, names, challenge, replaces });
  }

  async #install(place: AcmePlace, issued: Issued, actor: AuditActor): Promise<AcmeResult<string>> {
    const { install, record, settings } = this.#options;
    const installed = await install(place, { ...issued, source: 'acme' });
    if (!installed.ok) return installed;
    const { names, issuer, endsMs, serial } = certificateFacts(issued.certificate);
    const { directoryUrl } = settings();
    const words = `A certificate for ${names.join(', ')} is there (${place}), issued by ${issuer}, good until ${new Date(endsMs).toISOString()}.`;
    await this.#states.put(place, {
      ...{ certificate: issued.certificate, directoryUrl, renewAtMs: renewalByAge(issued.certificate), askAtMs: 0 },
      ...{ failures: 0, notBeforeMs: 0, words: '', code: '' },
    });
    await record({ level: 'high', actor, action: 'certificate issued', data: `${words} Serial: ${serial}` });
    return ok(words);
  }

  async #failed(place: AcmePlace, actor: AuditActor, { code, words, notBeforeMs = 0 }: AcmeRefusal): Promise<void> {
    const { clock, record, log } = this.#options;
    const fact = { level: 'high', actor, action: 'certificate order failed' } as const;
    const failures = this.#states.get(place).failures + 1;
    const delayMs = Math.min(limits.acme.mostRetryDelayMs, limits.acme.retryMs * 2 ** (failures - 1));
    const againMs = Math.max(notBeforeMs, clock.nowMs() + delayMs);
    log.warn('a certificate could not be ordered', { place, code, why: words });
    // An order that a stop has cut off says nothing about the next one.
    if (!this.#ending.signal.aborted) await this.#states.put(place, { failures, notBeforeMs: againMs, words, code });
    await record({ ...fact, data: `Place: ${place}; ${words} (${code})` });
  }

  #tellAlarm(place: AcmePlace): void {
    const { words, code, certificate } = this.#states.get(place);
    if (words === '') return this.#options.alarm(alarmId(place), undefined);
    const left =
      certificate === '' ? '' : ` The present one is good until ${moment(certificateFacts(certificate).endsMs)}.`;
    const remedy = remedies.get(code) ?? 'See what it says; the order is tried again by itself.';
    const label = acmeSettings.fields.places.choices?.[place] ?? place;
    const told = `${label}: no certificate came by ACME. ${words}${left}`;
    this.#options.alarm(alarmId(place), { severity: 'major', words: told, remedy, form: acmeSettings.id });
  }

  /** An authority of one's own is known by the certificate in the form, and by nothing else. */
  #server(): AcmeServer {
    const { fetch, clock, settings } = this.#options;
    const { directoryUrl, trustedAuthority } = settings();
    const { ca, checkServer, ...demanded } = this.#options.tls();
    const trusted =
      trustedAuthority !== ''
        ? { ca: trustedAuthority }
        : { ...(ca === undefined ? {} : { ca }), ...(checkServer === undefined ? {} : { checkServer }) };
    return new AcmeServer({
      directoryUrl,
      fetch,
      clock,
      wait: this.#wait,
      ending: this.#ending.signal,
      tls: { ...demanded, ...trusted },
    });
  }

  /** Until then, or until the system stops. */
  readonly #wait = (ms: number): Promise<void> => {
    const { wait, clock } = this.#options;
    if (wait !== undefined) return wait(ms);
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      const end = (): void => {
        cancel();
        resolve();
      };
      this.#ending.signal.addEventListener('abort', end, { once: true });
    });
  };
}

const alarmId = (place: string): string => `acme.${place}`;
const remedies = new Map<string, string>(Object.entries(acmeCodes.codes).map(([code, { remedy }]) => [code, remedy]));
const moment = (ms: number): string => (ms <= 0 ? '' : new Date(ms).toISOString());
