// For tests of the command as a user runs it: a process of its own, asking a core that keeps nothing.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { silentLog, systemClock } from '#base';
import { coreCodes } from '../core/core.codes.ts';
import { CodeIndex } from '../core/refusals.ts';
import { makeAnswer } from '../core/requests.ts';
import { LocalSocket } from '../core/socket.ts';
import { CoreForTests } from '../core/testing.ts';

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export class CommandLine {
  readonly directory = mkdtempSync(join(tmpdir(), 'ringfence-cli-'));
  readonly core = new CoreForTests();
  #socket: LocalSocket | undefined;

  async open(): Promise<void> {
    const codes = new CodeIndex([coreCodes]);
    const opened = await LocalSocket.open({
      path: join(this.directory, 'ringfence.sock'),
      keyPath: join(this.directory, 'socket-key'),
      clock: systemClock,
      log: silentLog,
      answer: makeAnswer(this.core),
      refusalLine: (refusal) => codes.line(refusal),
    });
    assert.ok(opened.ok);
    this.#socket = opened.value;
  }

  async close(): Promise<void> {
    await this.#socket?.close();
    rmSync(this.directory, { recursive: true });
  }

  async run(argv: readonly string[], input = '', data = this.directory): Promise<Run> {
    const main = join(import.meta.dirname, 'main.ts');
    const environment = { ...process.env, RINGFENCE_DATA: data, NODE_TEST_CONTEXT: '' };
    const child = spawn(process.execPath, [main, ...argv], { env: environment, stdio: 'pipe' });
    child.stdin.end(input);
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, out, error };
  }

  /** Runs a command that must succeed, and gives what it printed and what the core was asked meanwhile. */
  async done(argv: readonly string[], input?: string): Promise<{ out: string; asked: string }> {
    this.core.asked.length = 0;
    const { code, out, error } = await this.run(argv, input);
    assert.equal(code, 0, error);
    assert.equal(error, '');
    return { out, asked: JSON.stringify(this.core.asked) };
  }
}
