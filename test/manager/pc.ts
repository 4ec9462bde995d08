// An administrator's computer, for tests: a Manager with a directory of its own, whose commands run as processes.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestNode } from '../node.ts';
import { type Ended, runToEnd } from '../process.ts';

const main = new URL('../../apps/cli/main.ts', import.meta.url).pathname;

/** All that a maximum system asks of whoever connects. */
export const atMaximum: readonly string[] = [
  ...['configuration', 'securityAdministration', 'systemStatus', 'callControl', 'http', 'webServices'].map(
    (service) => `service-security-levels.${service}=secure-high`,
  ),
  'certificate-checks.management=high',
  'certificate-checks.telephony=high',
  'network-listeners.management.enabled=yes',
];

export class Pc {
  readonly directory = mkdtempSync(join(tmpdir(), 'ringfence-pc-'));
  readonly #machineFile = join(this.directory, 'machine.json');

  async run(argv: readonly string[]): Promise<Ended> {
    const environment = {
      RINGFENCE_MANAGER: join(this.directory, 'manager'),
      RINGFENCE_MANAGER_MACHINE: this.#machineFile,
      NO_COLOR: '1',
    };
    return runToEnd([main, ...argv], { environment, directory: this.directory });
  }

  /** What a command that must succeed prints. */
  async done(...argv: readonly string[]): Promise<string> {
    const { code, out, error } = await this.run(argv);
    assert.equal(code, 0, `${argv.join(' ')}: ${error}`);
    return out;
  }

  /** What a command that must be refused says. */
  async refused(...argv: readonly string[]): Promise<string> {
    const { code, out, error } = await this.run(argv);
    assert.equal(code, 1, `${argv.join(' ')}: ${out}${error}`);
    return error;
  }

  /** A file of this computer; its path. */
  file(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** What root of this computer has fixed for everybody. */
  fix(preferences: object): void {
    this.file('machine.json', JSON.stringify(preferences));
  }

  read(name: string): string {
    return readFileSync(join(this.directory, 'manager', name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.directory, 'manager', name), text);
  }

  /** Gets to know a node under `name`, with a code made there. */
  async enrol(name: string, node: TestNode, computer = 'desk'): Promise<void> {
    const { code } = await invite(node, computer);
    await this.done('manager', 'enrol', name, `127.0.0.1:${await node.port('management')}`, '--code', code);
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const invite = (node: TestNode, computer: string): Promise<{ code: string }> =>
  node.ask<{ code: string }>('manager.invite', { name: computer });
