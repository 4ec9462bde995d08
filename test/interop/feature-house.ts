// An office of the tests of features: real phones and built-in ones, and what is true of a call after each change of its parties.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Result, silentLog, systemClock } from '#base';
import { Handset, type HandsetCall, type HandsetSettings } from '#handset';
import { samplesPerSecond } from '#media';
import type { CallRecord } from '#records';
import type { CallLine } from '../../apps/core/protocol.ts';
import type { Baresip, BaresipPlan } from './baresip.ts';
import { type MediaSecurity, Office } from './office.ts';
import { until } from './wait.ts';

/** Longer than anything takes but what is set to take long. */
export const patienceMs = 10_000;
const listenSeconds = 1;
const settlingSeconds = 0.2;
const leastShare = 0.99;
const mostListenings = 4;
/** Nothing for so long is silence: 20 packets that do not come. */
const silentMs = 400;

/** The one that baresip puts first: it keeps to the suite of the first description that it gets, too (docs/interop.md). */
const suites = ['AES_CM_128_HMAC_SHA1_80'] as const;

/** How a call between them is shown while it is secure. */
export const isSecure = `secure, ${suites[0]}`;

/** Phones of an office whose media is encrypted, or is not because no phone of them can do it. */
export type Media = 'encrypted' | 'plain';

export interface Wish {
  readonly media?: Media;
  /** What its extension has besides. */
  readonly extension?: Readonly<Record<string, unknown>>;
  readonly answers?: BaresipPlan['answers'];
}

/** What a phone is heard by: a baresip by its recording, a built-in phone by its call. */
export type Ear = Baresip | HandsetCall;

export class FeatureHouse {
  readonly office: Office;
  readonly #handsets: Handset[] = [];
  readonly #baresips: Baresip[] = [];

  private constructor(office: Office) {
    this.office = office;
  }

  static async open(set: readonly string[] = []): Promise<FeatureHouse> {
    return new FeatureHouse(await Office.open(set));
  }

  /** A real phone, registered over TLS. */
  async baresip(
    number: string,
    toneHz: number,
    { media = 'encrypted', extension = {}, answers = 'by itself' }: Wish = {},
  ) {
    return await this.secondBaresip(number, await this.#extension(number, media, extension), toneHz, media, answers);
  }

  /** One more phone of an extension that there is. */
  async secondBaresip(
    number: string,
    secret: string,
    toneHz: number,
    media: Media = 'encrypted',
    answers: BaresipPlan['answers'] = 'by itself',
  ): Promise<Baresip> {
    const encryption = media === 'plain' ? 'none' : 'srtp-mand';
    const phone = await this.office.start({
      number,
      toneHz,
      secret,
      encryption,
      transport: 'tls',
      answers,
      jitterBuffer: false,
    });
    await phone.registered();
    this.#baresips.push(phone);
    return phone;
  }

  /** A built-in phone, registered over TLS. */
  async handset(number: string, toneHz: number, { media = 'encrypted', extension = {} }: Wish = {}): Promise<Handset> {
    const secret = await this.#extension(number, media, extension);
    return await this.secondHandset(number, secret, toneHz, media);
  }

  /** One more phone of an extension that there is. */
  async secondHandset(number: string, secret: string, toneHz: number, media: Media = 'encrypted'): Promise<Handset> {
    const { node } = this.office;
    const server = { transport: 'TLS', address: '127.0.0.1', port: await node.port('sip-tls') } as const;
    const policy = media === 'plain' ? 'none' : 'required';
    const sound = { policy, address: '127.0.0.1', toneHz, suites } as const;
    const settings: HandsetSettings = { number, secret, media: sound };
    const phone = new Handset({ ...settings, server, ca: node.authorityPem, clock: systemClock, log: silentLog });
    this.#handsets.push(phone);
    phone.register();
    taken(await phone.registered(patienceMs));
    return phone;
  }

  #extension(number: string, media: Media, more: Readonly<Record<string, unknown>>): Promise<string> {
    const mediaSecurity: MediaSecurity = media === 'plain' ? 'none' : 'required';
    return this.office.node.addExtension(number, { digestAlgorithms: ['MD5'], mediaSecurity, ...more });
  }

  /** Adds records to forms. */
  async add(
    ...records: readonly { readonly form: string; readonly patch: Readonly<Record<string, unknown>> }[]
  ): Promise<void> {
    await this.office.node.ask('form.change', { changes: records.map((record) => ({ kind: 'add', ...record })) });
  }

  /** A code is dialled and carried out. */
  async code(phone: Baresip, digits: string): Promise<void> {
    const mark = phone.mark;
    await phone.dial(digits);
    await phone.happened('CALL_ESTABLISHED', mark);
    await phone.happened('CALL_CLOSED', mark);
    await this.isQuiet();
  }

  /** The one call that there is, once it is so. */
  async call(wanted: Partial<CallLine>): Promise<CallLine> {
    let seen: readonly CallLine[] = [];
    const isWanted = (line: CallLine): boolean =>
      Object.entries(wanted).every(([name, value]) =>
        Object.entries(line).some(([is, has]) => is === name && has === value),
      );
    try {
      return await until('the call is as wanted', patienceMs, async () => {
        seen = await this.office.calls();
        const [only, ...others] = seen;
        return others.length === 0 && only !== undefined && isWanted(only) ? only : undefined;
      });
    } catch {
      throw new Error(`not ${JSON.stringify(wanted)} but ${JSON.stringify(seen)}`);
    }
  }

  /** Nothing is left of any call. */
  async isQuiet(): Promise<void> {
    await until('no call is left', patienceMs, async () => (await this.office.calls()).length === 0);
  }

  /** How many calls are on record. */
  async recorded(): Promise<number> {
    return (await this.#records()).length;
  }

  /** The records that have come since there were `count`, the first one first, once there are `more` of them and no call is left. */
  async recordsSince(count: number, more: number): Promise<CallRecord[]> {
    await this.isQuiet();
    const all = await until(`${more} more calls are on record`, patienceMs, async () => {
      const records = await this.#records();
      return records.length >= count + more ? records : undefined;
    });
    assert.equal(all.length, count + more, 'one record for each call');
    return all.toSorted((a, b) => a.startedAtMs - b.startedAtMs).slice(count);
  }

  #records(): Promise<CallRecord[]> {
    return this.office.node.ask<CallRecord[]>('history.list', { limit: 1_000 });
  }

  /** Ends what a test has left, so that the next one begins with nothing. */
  async clear(): Promise<void> {
    for (const phone of this.#handsets) for (const call of phone.calls) call.hangUp();
    await Promise.all(this.#baresips.map((phone) => phone.command('hangup').catch(() => undefined)));
    await this.isQuiet();
  }

  async close(): Promise<void> {
    await Promise.all(this.#handsets.map((phone) => phone.close()));
    await this.office.close();
  }
}

/** What was asked of a built-in phone has been done. */
export function taken<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.words);
  return result.value;
}

/** What changed in a call, as its record says it. */
export const changesOf = ({ details }: CallRecord): string[] =>
  details.changes.map(({ kind, by, to }) => `${kind} by ${by} to ${to}`);

const isBaresip = (ear: Ear): ear is Baresip => 'mediaPorts' in ear;

/** Hears this tone and next to nothing else, for a second on end: nobody who was there before. */
export async function hears(test: TestContext, ear: Ear, toneHz: number, when: string): Promise<void> {
  for (let listening = 1; ; listening++) {
    const share = isBaresip(ear) ? await listenAtBaresip(ear, toneHz) : await listenAtHandset(ear, toneHz);
    if (share > leastShare) return test.diagnostic(`${when}: ${nameOf(ear)} hears ${toneHz} Hz: ${share.toFixed(4)}`);
    assert.ok(listening < mostListenings, `${when}: ${nameOf(ear)} hears ${share} of ${toneHz} Hz`);
  }
}

const nameOf = (ear: Ear): string => (isBaresip(ear) ? ear.number : ear.context.account.number);

async function listenAtBaresip(phone: Baresip, toneHz: number): Promise<number> {
  const from = phone.heard + settlingSeconds * samplesPerSecond;
  await phone.hears(settlingSeconds + listenSeconds);
  return phone.share(toneHz, from);
}

const packetsPerSecond = 50;

async function listenAtHandset(call: HandsetCall, toneHz: number): Promise<number> {
  await packets(call, settlingSeconds);
  call.expect(toneHz);
  await packets(call, listenSeconds);
  return call.heard().share;
}

async function packets(call: HandsetCall, seconds: number): Promise<void> {
  const enough = call.frames + seconds * packetsPerSecond;
  await until(`${seconds} s of audio come`, patienceMs, () => call.frames >= enough);
}

/** Hears nothing, for a while on end. */
export async function hearsNothing(ear: Ear): Promise<void> {
  if (isBaresip(ear)) return ear.silence(silentMs);
  let { frames } = ear;
  let sinceMs = performance.now();
  await until('nothing is heard', patienceMs, () => {
    if (ear.frames !== frames) sinceMs = performance.now();
    frames = ear.frames;
    return performance.now() - sinceMs >= silentMs;
  });
}
