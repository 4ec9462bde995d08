// SIPp: many calls at a steady rate, placed or taken.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './program.ts';

export interface SippPlan {
  /** One of those that it brings along, or the path of one of ours. */
  readonly scenario: 'uac' | 'uas' | URL;
  readonly transport: 'udp' | 'tcp';
  /** Where it is. */
  readonly address: string;
  readonly port: number;
  readonly calls: number;
  /** Where it calls, at which rate and whom; not for one that is called. */
  readonly callsPort?: number;
  readonly perSecond?: number;
  readonly service?: string;
  /** What its credentials are made for, without the scheme: SIPp knows one address for all its requests. */
  readonly credentialsFor?: string;
  /** Lines of fields for a scenario of ours, one of which each call takes in turn. */
  readonly fields?: readonly (readonly string[])[];
  /** What `[name]` stands for in a scenario of ours. */
  readonly words?: Readonly<Record<string, string>>;
  /** The user name and password of its digests. */
  readonly login?: readonly [string, string];
  /** What it does in calls to it that its scenario knows nothing of. */
  readonly meanwhile?: URL;
  /** How long it may take for all its calls; a minute where nothing is said. */
  readonly longestSeconds?: number;
}

export interface SippResult {
  readonly code: number;
  readonly successful: number;
  readonly failed: number;
  readonly output: string;
}

export class Sipp {
  readonly #directory = mkdtempSync(join(tmpdir(), 'ringfence-sipp-'));
  readonly #program: Program;

  constructor(plan: SippPlan) {
    const fields = join(this.#directory, 'fields.csv');
    if (plan.fields !== undefined)
      writeFileSync(fields, `SEQUENTIAL\n${plan.fields.map((line) => `${line.join(';')}\n`).join('')}`);
    const from = plan.fields === undefined ? [] : ['-inf', fields];
    const errors = ['-trace_err', '-error_file', this.#errors];
    this.#program = new Program('sipp', [...argumentsOf(plan), ...from, ...errors], { directory: this.#directory });
  }

  /** What it did not expect, in its own words. */
  get errors(): string {
    return existsSync(this.#errors) ? readFileSync(this.#errors, 'latin1') : '';
  }

  get #errors(): string {
    return join(this.#directory, 'errors.log');
  }

  /** Waits until it has done all its calls. */
  async result(): Promise<SippResult> {
    const code = await this.#program.ended;
    const { output } = this.#program;
    return { code, successful: total(output, 'Successful call'), failed: total(output, 'Failed call'), output };
  }

  async stop(): Promise<void> {
    await this.#program.end('SIGKILL');
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function argumentsOf(plan: SippPlan): string[] {
  const { scenario, transport, callsPort, perSecond, service, credentialsFor, meanwhile, longestSeconds = 60 } = plan;
  const [username, password] = plan.login ?? [];
  const words = Object.entries(plan.words ?? {}).flatMap(([name, value]) => ['-key', name, value]);
  const given = (option: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [option, String(value)];
  return [
    ...(callsPort === undefined ? [] : [`127.0.0.1:${callsPort}`]),
    ...(scenario instanceof URL ? ['-sf', scenario.pathname] : ['-sn', scenario]),
    ...given('-r', perSecond),
    ...given('-s', service),
    ...given('-auth_uri', credentialsFor),
    ...given('-au', username),
    ...given('-ap', password),
    ...given('-oocsf', meanwhile?.pathname),
    ...words,
    ...['-t', transport === 'udp' ? 'u1' : 't1', '-i', plan.address, '-p', String(plan.port)],
    ...['-m', String(plan.calls), '-nostdin', '-timeout', `${longestSeconds}s`, '-timeout_error'],
  ];
}

/** The last column of the final statistics: since the start. */
const total = (output: string, name: string): number =>
  Number(
    new RegExp(`${name}\\s*\\|[^|\\n]*\\|\\s*(\\d+)`).exec(
      output.slice(output.lastIndexOf('Statistics Screen')),
    )?.[1] ?? -1,
  );
