// What every command gets: the options that hold everywhere, a way to print, a way to the core, here or on a remote system.

import type { Core } from './client.ts';
import { reachAny, reachRunning } from './core-process.ts';
import { type LoginWishes, Manager } from './manager/manager.ts';
import { terminal } from './manager/terminal.ts';
import { Output, type Screen } from './output.ts';
import { refuse } from './refused.ts';

export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
  readonly system?: string;
  readonly login?: string;
  readonly passwordFile?: string;
}

export class Context {
  readonly directory: string;
  readonly out: Output;
  /** The remote system that is meant; none: this machine. */
  readonly system: string | undefined;
  readonly loginWishes: LoginWishes;
  readonly #version: string;
  #manager: Manager | undefined;

  constructor(options: CommonOptions, screen: Screen, version: string) {
    const { login, passwordFile } = options;
    this.directory = options.data;
    this.out = new Output(screen, options.json);
    this.system = options.system;
    this.loginWishes = {
      ...(login === undefined ? {} : { login }),
      ...(passwordFile === undefined ? {} : { passwordFile }),
    };
    this.#version = version;
  }

  /** This computer as a Manager. */
  get manager(): Manager {
    this.#manager ??= new Manager(terminal, this.#version);
    return this.#manager;
  }

  /** `--data` and `--json` for a core that this process is to become. */
  get coreArguments(): string[] {
    return ['--data', this.directory, ...(this.out.json ? ['--json'] : [])];
  }

  /** Refuses what has no sense from afar. */
  onlyHere(command: string): void {
    if (this.system !== undefined) throw refuse('cli.only-local', { command });
  }

  /** Asks the running core; refused when none runs. */
  withRunning<T>(work: (core: Core) => Promise<T>): Promise<T> {
    if (this.system !== undefined) return this.manager.with(this.system, this.loginWishes, work);
    return withCore(reachRunning(this.directory), work);
  }

  /** Asks the running core, or the data directory when none runs. */
  withAny<T>(work: (core: Core) => Promise<T>): Promise<T> {
    if (this.system !== undefined) return this.manager.with(this.system, this.loginWishes, work);
    return withCore(reachAny(this.directory), work);
  }
}

async function withCore<T>(reached: Promise<Core>, work: (core: Core) => Promise<T>): Promise<T> {
  const core = await reached;
  try {
    return await work(core);
  } finally {
    core.close();
  }
}
