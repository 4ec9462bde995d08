// An office with voicemail: the real call server and media engine, built-in phones over TLS and SRTP, messages on a real disk, and a configuration
// of the test's own.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, silentLog, systemClock, whyWeakPin } from '#base';
import type { UserAndServices } from '#calls';
import { initialRecord, validate } from '#forms';
import type { Handset, HandsetCall } from '#handset';
import { MediaEngine } from '#media';
import type { AuditFact } from '#records';
import { MasterKey, PinGuard, Sealer } from '#security';
import { openStorage } from '#storage';
import {
  type Kept,
  KeptSounds,
  type VmOptions,
  type VoiceMailbox,
  Voicemail,
  vmOptions,
  voiceMailboxes,
} from '#voicemail';
import { Exchange, limitMs, type PhoneChoice, streamsEnd, taken } from '../walks/exchange.ts';

export const pilot = '500';
export { limitMs, taken };

/** A phone whose keys and tone are heard. */
const sounding = (toneHz: number): PhoneChoice => ({ media: { sound: 'tone', events: true, toneHz } });

export class VoicemailOffice {
  readonly exchange: Exchange;
  readonly sounds: KeptSounds;
  readonly voicemail: Voicemail;
  readonly guard: PinGuard;
  readonly audit: AuditFact[];
  readonly arrived: Kept[] = [];
  readonly folder: string;
  options: VmOptions = initialRecord(vmOptions);
  readonly #boxes = new Map<string, VoiceMailbox>();
  readonly #passcodes = new Map<string, string>();

  private constructor(exchange: Exchange, sounds: KeptSounds, guard: PinGuard, audit: AuditFact[], folder: string) {
    this.exchange = exchange;
    this.sounds = sounds;
    this.guard = guard;
    this.audit = audit;
    this.folder = folder;
    this.voicemail = new Voicemail({
      ...{ clock: systemClock, sounds, guard },
      speech: {
        count: (number) => [`common.${number}`],
        digits: (text) => [...text].map((digit) => `common.${digit}`),
        moment: () => ['common.today'],
      },
      options: () => this.options,
      mailbox: (number) => this.#boxes.get(number),
      passcodeOf: (number) => this.#passcodes.get(number),
      change: async (number, patch) => this.#change(number, patch),
      note: (fact) => void audit.push(fact),
      arrived: (message) => void this.arrived.push(message),
    });
    exchange.serve(pilot, this.voicemail);
  }

  static async with(
    stations: Readonly<Record<string, Partial<UserAndServices>>>,
    work: (office: VoicemailOffice) => Promise<void>,
  ): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'ringfence-voicemail-'));
    const storage = taken(await openStorage({ dialect: 'sqlite', directory: folder }, silentLog));
    const engine = await MediaEngine.open({ log: silentLog, clock: systemClock });
    const audit: AuditFact[] = [];
    const note = (fact: AuditFact) => void audit.push(fact);
    const parts = { storage, clock: systemClock, log: silentLog, note };
    try {
      const guard = await PinGuard.open({
        ...{ ...parts, kind: 'mailbox', most: () => 3, windowMs: () => 0, lockMs: () => 60_000 },
      });
      const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 9)));
      const sounds = await KeptSounds.open({ ...parts, sealer, folder: join(folder, 'voicemail') });
      await Exchange.with(stations, async (exchange) => {
        exchange.session = (open) => engine.session(open);
        await work(new VoicemailOffice(exchange, sounds, guard, audit, folder));
      });
      await guard.settled();
      await streamsEnd(engine);
    } finally {
      await engine.close();
      await storage.close();
      rmSync(folder, { recursive: true });
    }
  }

  mailbox(number: string, passcode: string, changes: Partial<VoiceMailbox> = {}): void {
    const made = validate(voiceMailboxes, { number, passcode, mustChange: false, ...changes });
    assert.ok(made.ok, JSON.stringify(made));
    this.#boxes.set(number, { ...made.value.record, mustChange: changes.mustChange ?? false });
    this.#passcodes.set(number, passcode);
  }

  box(number: string): VoiceMailbox | undefined {
    return this.#boxes.get(number);
  }

  passcode(number: string): string | undefined {
    return this.#passcodes.get(number);
  }

  messages(number: string): Kept[] {
    return this.sounds.of(number, 'message');
  }

  phone(number: string, toneHz: number): Promise<Handset> {
    return this.exchange.phone(number, sounding(toneHz));
  }

  #change(number: string, patch: Readonly<Record<string, unknown>>) {
    const box = this.#boxes.get(number);
    assert.ok(box !== undefined);
    const { passcode, ...rest } = patch;
    if (typeof passcode === 'string') {
      if (whyWeakPin(passcode, { fewest: this.options.passcodeLength, most: 10 }, [number]) !== undefined)
        return { ok: false, refusal: { code: 'voicemail.weak-passcode', words: 'weak' } } as const;
      this.#passcodes.set(number, passcode);
    }
    this.#boxes.set(number, { ...box, ...rest });
    return ok(undefined);
  }
}

export async function until(what: string, holds: () => boolean): Promise<void> {
  const began = systemClock.steadyMs();
  while (!holds()) {
    assert.ok(systemClock.steadyMs() - began < 2 * limitMs, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function dial(phone: Handset, number: string): Promise<HandsetCall> {
  const call = taken(phone.call(number));
  taken(await call.established(limitMs));
  return call;
}

/** So many packets are heard from now on. */
export async function hear(call: HandsetCall, packets: number): Promise<void> {
  const from = call.frames;
  await until(`${packets} packets`, () => call.frames >= from + packets || call.state !== 'talking');
}
