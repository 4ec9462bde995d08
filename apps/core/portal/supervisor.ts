// The supervisor of the portal: it runs while a listener of HTTPS is enabled, is started again when it dies, later each time, and
// is told its configuration. Calls know nothing of it.

import { type Cancel, type Clock, type Log, limits, printable, type Refusal } from '#base';
import type { PortalConfiguration } from '../portal-protocol.ts';
import type { ListenerLine, RefusalLine } from '../protocol.ts';
import { portalTransports } from './configuration.ts';
import { Link, type PortalAnswer } from './link.ts';
import type { PortalProcess } from './process.ts';
import { Share } from './share.ts';

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Starts the portal's process. */
  readonly spawn: () => PortalProcess;
  /** What the portal shall be told now. */
  readonly configuration: () => PortalConfiguration;
  readonly answer: PortalAnswer;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  readonly isStream: (method: string) => boolean;
  /** Told each time that the portal has opened or closed listeners. */
  readonly onListening?: () => void;
}

const firstWaitMs = 250;
const longestWaitMs = 30_000;
/** A portal that ran for this long was well. */
const wellMs = 60_000;
/** Its deaths within this time are counted. */
const countedMs = 600_000;
/** How long `settled` waits for an answer. */
const patienceMs = 10_000;
const longestReason = 200;

export class Supervisor {
  readonly #options: SupervisorOptions;
  #portal: PortalProcess | undefined;
  #link: Link | undefined;
  #configuration: PortalConfiguration;
  #told = '';
  /** What the portal last said of its listeners; undefined while it has not answered the present configuration. */
  #listening: readonly ListenerLine[] | undefined;
  #startedAtMs = 0;
  #failures = 0;
  #deathsAtMs: number[] = [];
  #restart: Cancel | undefined;
  #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#configuration = options.configuration();
  }

  /** The configuration may have changed: the portal is started, told, or ended. */
  configure(): void {
    if (this.#isClosed) return;
    this.#configuration = this.#options.configuration();
    const isWanted = this.#configuration.listeners.length > 0;
    if (!isWanted) this.#end();
    else if (this.#link !== undefined) this.#tell();
    else if (this.#restart === undefined) this.#start();
  }

  /** Each listener that should be open, for `status`. */
  get lines(): readonly ListenerLine[] {
    return this.#configuration.listeners.map(({ name, kind, address, port }) => {
      const told = this.#listening?.find((line) => line.name === name);
      const closedBecause =
        told === undefined ? this.#whyClosed() : printable(told.closedBecause).slice(0, longestReason);
      return {
        name,
        transport: portalTransports[kind],
        address,
        port: closedBecause === '' ? (told?.port ?? port) : port,
        closedBecause,
      };
    });
  }

  /** How often the portal died lately. */
  get deaths(): number {
    const sinceMs = this.#options.clock.steadyMs() - countedMs;
    this.#deathsAtMs = this.#deathsAtMs.filter((atMs) => atMs > sinceMs);
    return this.#deathsAtMs.length;
  }

  /** When the portal has said what became of its listeners, or is not there to say it. */
  async settled(): Promise<void> {
    if (this.#link === undefined || this.#listening !== undefined) return;
    await new Promise<void>((resolve) => {
      const late = this.#options.clock.after(patienceMs, resolve);
      this.#waiting.push(() => {
        late();
        resolve();
      });
    });
  }

  /** Ends the portal; resolves when it has gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  #start(): void {
    const { spawn, clock, log, answer, refusalLine, isStream } = this.#options;
    const portal = spawn();
    this.#portal = portal;
    this.#startedAtMs = clock.steadyMs();
    this.#link = new Link({
      ...{ stream: portal.line, clock, log, answer, refusalLine, isStream },
      share: new Share({ clock, part: limits.portal.share, burstMs: limits.portal.burstMs }),
      onListening: (lines) => this.#heard(lines),
      onBroken: (why) => {
        log.error(`the portal is ended: ${why}`);
        portal.kill();
      },
    });
    void portal.ended.then((why) => this.#died(portal, why));
    this.#told = '';
    this.#tell();
  }

  #tell(): void {
    const configuration = this.#configuration;
    const told = JSON.stringify(configuration);
    if (told === this.#told) return;
    this.#told = told;
    this.#listening = undefined;
    this.#link?.configure(configuration);
  }

  #heard(lines: readonly ListenerLine[]): void {
    this.#listening = lines;
    for (const { name, closedBecause } of this.lines)
      if (closedBecause !== '') this.#options.log.error(`listener ${name} is not open: ${closedBecause}`);
    this.#wake();
    this.#options.onListening?.();
  }

  #died(portal: PortalProcess, why: string): void {
    if (portal !== this.#portal) return;
    this.#forget();
    const { clock, log } = this.#options;
    const nowMs = clock.steadyMs();
    this.#deathsAtMs.push(nowMs);
    this.#failures = nowMs - this.#startedAtMs >= wellMs ? 1 : this.#failures + 1;
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(this.#failures - 1, 20));
    log.error(`the portal has ended, and is started again`, { why, waitMs });
    this.#restart = clock.after(waitMs, () => {
      this.#restart = undefined;
      this.configure();
    });
  }

  async #end(): Promise<void> {
    this.#restart?.();
    this.#restart = undefined;
    const portal = this.#portal;
    this.#forget();
    this.#failures = 0;
    if (portal === undefined) return;
    portal.end();
    await portal.ended;
  }

  #forget(): void {
    this.#portal = undefined;
    this.#listening = undefined;
    this.#link?.close();
    this.#link = undefined;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #whyClosed(): string {
    return this.#link === undefined ? 'the portal is not running' : 'the portal has not opened it yet';
  }
}
