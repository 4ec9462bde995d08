// Tells alarms which conditions hold: at each change, and at intervals, so that they are raised even when nobody looks.

import { statfsSync } from 'node:fs';
import type { Cancel, Clock } from '#base';
import { systemOptions } from '#calls';
import { trustedCertificates } from '#security';
import { conditionsOf, type Facts } from './alarms.ts';
import { certificateFactsOf } from './certificate-alarms.ts';
import type { DoorOptions } from './door-options.ts';
import { listenerLines } from './status.ts';

const lookEveryMs = 10_000;
/** What changes together is looked at together. */
const gatherMs = 200;
const prefix = 'system.';
const windowMs = 600_000;

/** Counts what happened within ten minutes, however much it was. */
export class Recent {
  readonly #clock: Clock;
  readonly #most: number;
  #moments: number[] = [];

  /** Counts to `most` and no further. */
  constructor(clock: Clock, most = 1_000) {
    this.#clock = clock;
    this.#most = most;
  }

  note(): void {
    this.#moments.push(this.#clock.steadyMs());
    if (this.#moments.length > this.#most) this.#moments.shift();
  }

  get count(): number {
    const fromMs = this.#clock.steadyMs() - windowMs;
    this.#moments = this.#moments.filter((moment) => moment > fromMs);
    return this.#moments.length;
  }
}

export class AlarmFeed {
  readonly refusedLogins: Recent;
  readonly #options: DoorOptions;
  /** What was found wrong with the audit trail. */
  readonly #damage: () => string;
  #gathering: Cancel | undefined;
  #waiting: Cancel | undefined;

  /** Looks at once, and from then on. */
  constructor(options: DoorOptions, damage: () => string) {
    this.#options = options;
    this.#damage = damage;
    this.refusedLogins = new Recent(options.clock);
    options.house.administration.changed.on(() => this.lookSoon());
    this.#look();
  }

  /** Something has changed. */
  lookSoon(): void {
    this.#gathering ??= this.#options.clock.after(gatherMs, () => {
      this.#gathering = undefined;
      this.#tell();
    });
  }

  close(): void {
    this.#gathering?.();
    this.#waiting?.();
  }

  #look(): void {
    this.#tell();
    this.#waiting = this.#options.clock.after(lookEveryMs, () => this.#look());
  }

  #tell(): void {
    const { house, log, network } = this.#options;
    try {
      house.alarms.setAll(prefix, conditionsOf(this.#facts()));
      if (network !== undefined) house.alarms.setAll('outside.', network.outside.conditions(network.calls.tables));
      if (network !== undefined) house.alarms.setAll('hot-desk.', network.calls.hotDesks.conditions());
      if (network !== undefined) house.alarms.setAll('smdr.', network.smdr.conditions());
      if (network !== undefined) house.alarms.setAll('voice.', network.voices.conditions());
    } catch (fault) {
      log.fault('what is to be told as alarms could not be found out', fault);
    }
  }

  #facts(): Facts {
    const { house, network, clock, accounts } = this.#options;
    return {
      nowMs: clock.nowMs(),
      listeners: listenerLines(network),
      certificates: certificateFactsOf(house.security, house.administration.configuration),
      trusted: [...house.administration.configuration.records(trustedCertificates).values()],
      users: accounts.users(),
      voiceEncryption: house.administration.configuration.single(systemOptions).voiceEncryptionEnabled,
      trailDamage: this.#damage(),
      writingTrouble: house.trail.writingTrouble,
      archivingTrouble: house.trail.archivingTrouble,
      portalDeaths: network?.portal.deaths ?? 0,
      firstAccounts: ['administrator', 'security'],
      freeBytes: freeBytes(house.directory.path),
      timeChange: house.timeChange(),
      refusedLogins: this.refusedLogins.count,
    };
  }
}

/** What is left for who is not the machine's owner. Where nothing tells, there is room. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}
