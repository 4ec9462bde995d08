// The setup assistant: whether it was finished, and what it shows beside the forms that it leads through (ADM-8).

import { no, ok, type Result } from '#base';
import { systemOptions } from '#calls';
import type { Actor } from '#security';
import { coreCodes } from './core.codes.ts';
import type { DoorOptions } from './door-options.ts';
import { namesOf } from './portal/configuration.ts';
import type { SetupLine } from './portal-protocol.ts';
import { listenerLines } from './status.ts';

const finishedName = 'setup.finished';

export class Setup {
  readonly #options: DoorOptions;
  /** 0: never. */
  #finishedAtMs: number;

  private constructor(options: DoorOptions, finishedAtMs: number) {
    this.#options = options;
    this.#finishedAtMs = finishedAtMs;
  }

  static async open(options: DoorOptions): Promise<Setup> {
    const kept = Number(await options.house.storage.system.get(finishedName));
    return new Setup(options, Number.isSafeInteger(kept) && kept > 0 ? kept : 0);
  }

  /** It was not finished, and this person may run it. */
  isDue(actor: Actor): boolean {
    return this.#finishedAtMs === 0 && this.#mayRun(actor);
  }

  show(actor: Actor): Result<SetupLine> {
    if (!this.#mayRun(actor)) return no(coreCodes.refuse('core.setup-not-yours'));
    const { house, network } = this.#options;
    const { authority, identities } = house.security;
    return ok({
      due: this.isDue(actor),
      finishedAtMs: this.#finishedAtMs,
      hosts: namesOf(house.administration.configuration),
      listeners: listenerLines(network),
      authority: authority.facts,
      certificateEndsMs: Math.min(identities.facts('telephony').endsMs, identities.facts('web').endsMs),
    });
  }

  /** On record, and remembered. */
  async finish(actor: Actor): Promise<Result<null>> {
    if (!this.#mayRun(actor)) return no(coreCodes.refuse('core.setup-not-yours'));
    const { house, clock } = this.#options;
    const nowMs = clock.nowMs();
    await house.storage.transaction(async (tx) => {
      await house.storage.system.put(tx, finishedName, String(nowMs));
      await house.trail.append(tx, { level: 'medium', actor, action: 'setup finished', data: '' });
    });
    this.#finishedAtMs = nowMs;
    return ok(null);
  }

  #mayRun(actor: Actor): boolean {
    const forms = this.#options.house.administration.list(actor);
    return forms.some(({ id, operations }) => id === systemOptions.id && operations.includes('change'));
  }
}
