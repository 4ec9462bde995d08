// The service DISA: rings long, takes one code and one number, and lets the call out with the permissions of whoever has the code. Its law: a
// wrong code ends the call, locked and wrong sound alike, and no code is said to anybody.

import { limits } from '#base';
import type { PlayItem } from '#media';
import type { AuditFact } from '#records';
import type { PinTry } from '#security';
import type { VoiceCall, VoiceService } from '#voice';
import { putThrough } from '../attendant/attendant-service.ts';
import type { DisaOptions } from './disa-options.form.ts';

/** A code that may be used. */
export interface OpenCode {
  readonly name: string;
  readonly owner: string;
  readonly code: string;
}

export interface CodeGuard {
  checkAny(key: string, given: string, expected: readonly string[], by: PinTry): number;
}

export interface DisaServiceOptions {
  options(): DisaOptions;
  /** Those that are enabled, of extensions that are. */
  codes(): readonly OpenCode[];
  readonly guard: CodeGuard;
  note(fact: AuditFact): void;
}

const longestCode = 12;
const longestNumber = 24;
const firstMs = 10_000;
/** In one entry of the audit trail. */
const mostNamed = 5;
const tone: PlayItem = { toneHz: 440, ms: 300 };

export class DisaService implements VoiceService {
  readonly #options: DisaServiceOptions;

  constructor(options: DisaServiceOptions) {
    this.#options = options;
  }

  async take(call: VoiceCall): Promise<void> {
    const { ringSeconds, prompt } = this.#options.options();
    call.ring();
    await call.pause(ringSeconds * 1_000);
    await call.answer();
    const given = await call.ask(prompt === 'tone' ? [tone] : [], { most: longestCode, firstMs });
    // Who says nothing has guessed nothing.
    const code = given === '' ? undefined : this.#codeOf(call, given);
    if (code === undefined) return;
    const number = await call.ask([tone], { most: longestNumber, firstMs });
    if (number !== '') await putThrough(call, number, code.owner);
  }

  /** All of them are compared, whatever is given; undefined where it is none. */
  #codeOf(call: VoiceCall, given: string): OpenCode | undefined {
    const { guard } = this.#options;
    const codes = this.#options.codes().slice(0, limits.attendant.disaCodes);
    const by = { number: call.caller.number, address: '' };
    const expected = codes.map(({ code }) => code);
    const place = guard.checkAny(call.service, given, expected, by);
    const found = codes.filter(({ code }) => code === codes[place]?.code);
    const [code] = found;
    if (code === undefined) return undefined;
    // A code that two have says of neither who it is.
    const isOne = found.length === 1;
    this.#note(call, isOne ? 'DISA code used' : 'DISA code refused: not of one alone', found, isOne ? code.owner : '');
    return isOne ? code : undefined;
  }

  #note({ service, caller }: VoiceCall, action: string, codes: readonly OpenCode[], user: string): void {
    const names = codes.slice(0, mostNamed).map(({ name }) => name);
    this.#options.note({
      ...{ level: 'medium', action },
      actor: { user, sourceIp: '', application: 'SIP', context: 'DISA' },
      data: `Number: ${service}; Code: ${names.join(', ')}; Caller: ${caller.number || 'withheld'}; Trunk: ${caller.trunk}`,
    });
  }
}
