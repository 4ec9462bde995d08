// The systems that this computer knows: where each is, what it is pinned by, the certificate that it issued to this computer, and
// the login that is kept for it.

import type { Pins } from '../../../src/security/manager/pins.ts';
import { refuse } from '../refused.ts';
import type { ManagerFiles } from './files.ts';

export interface KnownSystem extends Pins {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** What the system calls itself, as it said at the enrolment. */
  readonly systemName: string;
  /** The name of this computer there. */
  readonly manager: string;
  /** Of this computer, PEM. */
  readonly certificate: string;
  readonly enrolledAtMs: number;
}

/** A login that is kept between commands. */
export interface KeptLogin {
  readonly token: string;
  readonly csrf: string;
  readonly loginId: string;
  readonly usedAtMs: number;
}

const systemsFile = 'systems.json';
const loginsFile = 'logins.json';
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const defaultPort = 8444;

export class Systems {
  readonly #files: ManagerFiles;

  constructor(files: ManagerFiles) {
    this.#files = files;
  }

  all(): readonly KnownSystem[] {
    // This program wrote it; what somebody else wrote into it fails where it is used.
    const { systems } = this.#files.readObject(systemsFile) as { systems?: Record<string, KnownSystem> };
    return Object.values(systems ?? {});
  }

  get(name: string): KnownSystem {
    const found = this.all().find((system) => system.name === name);
    if (found === undefined) throw refuse('cli.system-unknown', { name });
    return found;
  }

  /** Refuses a name that is taken, or none. */
  checkFree(name: string): void {
    if (!namePattern.test(name))
      throw refuse('cli.usage', { why: 'The name of a system is 1 to 40 letters, digits and . _ -' });
    const there = this.all().find((system) => system.name === name);
    if (there !== undefined) throw refuse('cli.system-known', { name, host: there.host });
  }

  put(system: KnownSystem): void {
    this.#write([...this.all().filter(({ name }) => name !== system.name), system]);
  }

  forget(name: string): void {
    this.get(name);
    this.#write(this.all().filter((system) => system.name !== name));
    this.keepLogin(name, undefined);
  }

  #write(systems: readonly KnownSystem[]): void {
    const sorted = systems.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    this.#files.writeObject(systemsFile, {
      systems: Object.fromEntries(sorted.map((system) => [system.name, system])),
    });
  }

  login(name: string): KeptLogin | undefined {
    return this.#logins()[name];
  }

  logins(): readonly string[] {
    return Object.keys(this.#logins());
  }

  /** Keeps a login, or forgets the one that is kept. */
  keepLogin(name: string, login: KeptLogin | undefined): void {
    const { [name]: before, ...rest } = this.#logins();
    if (login === undefined && before === undefined) return;
    this.#files.writeObject(loginsFile, login === undefined ? rest : { ...rest, [name]: login });
  }

  #logins(): Record<string, KeptLogin> {
    return this.#files.readObject(loginsFile) as Record<string, KeptLogin>;
  }
}

/** HOST, HOST:PORT, [ADDRESS]:PORT. */
export function readPlace(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, bare, port] =
    /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253})|([0-9A-Fa-f:]{2,45}))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? bare;
  const number = Number(port ?? defaultPort);
  if (host === undefined || number < 1 || number > 65_535)
    throw refuse('cli.usage', { why: `"${text}" is no HOST or HOST:PORT` });
  return { host, port: number };
}
