// What every command gets: the options that hold everywhere, a way to print, a way to the core.

import type { CoreClient } from './client.ts';
import { reachAny, reachRunning } from './core-process.ts';
import { Output, type Screen } from './output.ts';

export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}

export class Context {
  readonly directory: string;
  readonly out: Output;

  constructor(options: CommonOptions, screen: Screen) {
    this.directory = options.data;
    this.out = new Output(screen, options.json);
  }

  /** `--data` and `--json` for a core that this process is to become. */
  get coreArguments(): string[] {
    return ['--data', this.directory, ...(this.out.json ? ['--json'] : [])];
  }

  /** Asks the running core; refused when none runs. */
  withRunning<T>(work: (core: CoreClient) => Promise<T>): Promise<T> {
    return withCore(reachRunning(this.directory), work);
  }

  /** Asks the running core, or the data directory when none runs. */
  withAny<T>(work: (core: CoreClient) => Promise<T>): Promise<T> {
    return withCore(reachAny(this.directory), work);
  }
}

async function withCore<T>(reached: Promise<CoreClient>, work: (core: CoreClient) => Promise<T>): Promise<T> {
  const core = await reached;
  try {
    return await work(core);
  } finally {
    core.close();
  }
}
