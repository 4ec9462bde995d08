// What the toll guard remembers, as a file of the data directory: written whole or not at all, one writing after the other, and nobody
// waits for it but the end of the system.

import type { Log } from '#base';
import type { TollKeeper } from '#calls';
import type { DataDirectory } from '#storage';

const file = 'toll-guard.json';

export class TollMemory implements TollKeeper {
  readonly #directory: DataDirectory;
  readonly #log: Log;
  readonly #remembered: string | undefined;
  #saving: Promise<void> = Promise.resolve();

  private constructor(directory: DataDirectory, log: Log, remembered: string | undefined) {
    this.#directory = directory;
    this.#log = log;
    this.#remembered = remembered;
  }

  static async open(directory: DataDirectory, log: Log): Promise<TollMemory> {
    const remembered = await directory.read(file);
    return new TollMemory(directory, log, remembered?.toString('utf8'));
  }

  load(): string | undefined {
    return this.#remembered;
  }

  save(text: string): void {
    this.#saving = this.#saving
      .then(() => this.#directory.replace(file, text))
      .catch((fault) => void this.#log.fault('what the toll guard remembers cannot be kept', fault));
  }

  settled(): Promise<void> {
    return this.#saving;
  }
}
