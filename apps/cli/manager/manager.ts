// A Manager: this computer, from which systems are administered that it was told of. It knows each by what it pinned, shows its own
// certificate, and logs people in, whose rights hold there.

import { readFileSync } from 'node:fs';
import {
  describeCertificate,
  endsMsOf,
  fingerprintOf,
  isIssuedFor,
  readPcKey,
  recognise,
} from '../../../src/security/manager/pins.ts';
import type { EnrolmentLine } from '../../core/manager-protocol.ts';
import type { LoggedInLine, LoginParams, SessionLine, WelcomeLine } from '../../core/portal-protocol.ts';
import { Refused, refuse } from '../refused.ts';
import type { OwnIdentity } from './connection.ts';
import { ManagerFiles } from './files.ts';
import { idleMs, type Preferences, readPreferences } from './preferences.ts';
import { RemoteCore } from './remote-core.ts';
import { type KnownSystem, Systems } from './systems.ts';
import type { Terminal } from './terminal.ts';

export interface LoginWishes {
  readonly login?: string;
  readonly passwordFile?: string;
  /** Where the password to have from now on stands, for a login that must change it. */
  readonly newPasswordFile?: string;
}

export const keyFile = 'key.pem';
const renewalMs = 60 * 86_400_000;

export class Manager {
  readonly files: ManagerFiles;
  readonly systems: Systems;
  readonly preferences: Preferences;
  readonly fixed: readonly string[];
  readonly #terminal: Terminal;
  readonly #version: string;

  constructor(terminal: Terminal, version: string) {
    this.#terminal = terminal;
    this.#version = version;
    this.files = new ManagerFiles();
    this.systems = new Systems(this.files);
    const { values, fixed } = readPreferences(this.files);
    this.preferences = values;
    this.fixed = [...fixed.keys()];
  }

  /** Does some work on a system as whoever is logged in there, or logs in for it. */
  async with<T>(name: string, wishes: LoginWishes, work: (core: RemoteCore) => Promise<T>): Promise<T> {
    const system = this.systems.get(name);
    const core = this.#reach(system);
    try {
      if (wishes.passwordFile === undefined && this.#resume(system, core, wishes))
        return await this.#kept(system, core, work);
      await this.#logIn(system, core, wishes);
      return await this.#once(system, core, work);
    } finally {
      core.close();
    }
  }

  /** A login that lasts for this command alone. */
  async #once<T>(system: KnownSystem, core: RemoteCore, work: (core: RemoteCore) => Promise<T>): Promise<T> {
    try {
      return await work(core);
    } finally {
      await this.#leave(system, core).catch(() => undefined);
    }
  }

  async #kept<T>(system: KnownSystem, core: RemoteCore, work: (core: RemoteCore) => Promise<T>): Promise<T> {
    try {
      const done = await work(core);
      const login = this.systems.login(system.name);
      if (login !== undefined) this.systems.keepLogin(system.name, { ...login, usedAtMs: Date.now() });
      return done;
    } catch (fault) {
      if (!(fault instanceof Refused && fault.has('security.no-session'))) throw fault;
      this.systems.keepLogin(system.name, undefined);
      throw refuse('cli.login-needed', { name: system.name });
    }
  }

  /** True when a login is kept that may still be used, by whoever is meant. */
  #resume({ name }: KnownSystem, core: RemoteCore, { login }: LoginWishes): boolean {
    const kept = this.systems.login(name);
    if (kept === undefined || (login !== undefined && login !== kept.loginId)) return false;
    if (this.preferences.idleTimer && Math.abs(Date.now() - kept.usedAtMs) > idleMs) {
      this.systems.keepLogin(name, undefined);
      return false;
    }
    core.shown = kept;
    return true;
  }

  /** Logs in and keeps the login for the commands that follow. */
  async logIn(name: string, wishes: LoginWishes): Promise<SessionLine> {
    const system = this.systems.get(name);
    const core = this.#reach(system);
    try {
      const { token, session } = await this.#logIn(system, core, wishes);
      const { csrfToken: csrf, loginId } = session;
      this.systems.keepLogin(name, { token, csrf, loginId, usedAtMs: Date.now() });
      return session;
    } finally {
      core.close();
    }
  }

  /** False when nobody was logged in. What the system says of it is of no use here. */
  async logOut(name: string): Promise<boolean> {
    const system = this.systems.get(name);
    const kept = this.systems.login(name);
    if (kept === undefined) return false;
    this.systems.keepLogin(name, undefined);
    const core = this.#reach(system);
    core.shown = kept;
    try {
      await this.#leave(system, core);
    } catch (fault) {
      if (!(fault instanceof Refused && fault.has('security.no-session'))) throw fault;
    } finally {
      core.close();
    }
    return true;
  }

  /** Ends the login; in the last days of this computer's certificate it gets another one first, and that ends the login too. */
  async #leave(system: KnownSystem, core: RemoteCore): Promise<void> {
    const key = this.files.read(keyFile);
    const isDue = endsMsOf(system.certificate) - Date.now() < renewalMs;
    if (!isDue || key === undefined || !this.preferences.offerCertificate) return void (await core.send('logout', {}));
    const { publicKey } = readPcKey(key);
    const line = (await core.send('manager.renew', { publicKey })) as EnrolmentLine;
    if (isIssuedFor(line.certificatePem, system.authority, publicKey))
      this.systems.put({ ...this.systems.get(system.name), certificate: line.certificatePem });
  }

  /** Whether an administrator is logged in to a system that this computer knows: what it takes to be less careful. */
  async isAdministrator(): Promise<boolean> {
    for (const name of this.systems.logins()) {
      const system = this.systems.get(name);
      const core = this.#reach(system);
      try {
        if (!this.#resume(system, core, {})) continue;
        const { policy } = (await core.send('session', {})) as SessionLine;
        // The security administrator has no policy.
        if (policy === 'root' || policy === '') return true;
      } catch (fault) {
        if (!(fault instanceof Refused)) throw fault;
      } finally {
        core.close();
      }
    }
    return false;
  }

  async #logIn(system: KnownSystem, core: RemoteCore, wishes: LoginWishes): Promise<LoggedInLine> {
    const { banner } = (await core.send('welcome', {})) as WelcomeLine;
    if (!this.#terminal.isThere && (wishes.login === undefined || wishes.passwordFile === undefined))
      throw refuse('cli.login-needed', { name: system.name });
    if (banner !== '') this.#terminal.tell(banner);
    const loginId = wishes.login ?? (await this.#terminal.ask(`Login ID for ${system.name}: `)).trim();
    const password = await this.#password(loginId, wishes);
    const { checkLevel, offerCertificate, idleTimer } = this.preferences;
    const manager = {
      ...{ name: system.manager, version: this.#version, checkLevel, offerCertificate, idleTimer, fixed: this.fixed },
    };
    const params = { loginId, password, tool: 'system-administration', bannerAccepted: true, manager } as const;
    const answer = await this.#prove(core, params, wishes);
    core.shown = { token: answer.token, csrf: answer.session.csrfToken };
    return answer;
  }

  /** The second factor, and a new password, where the system asks for them. */
  async #prove(core: RemoteCore, params: LoginParams, wishes: LoginWishes): Promise<LoggedInLine> {
    try {
      return (await core.send('login', params)) as LoggedInLine;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (fault.has('security.second-factor-needed') && params.secondFactor === undefined)
        return await this.#prove(core, { ...params, secondFactor: await this.#secondFactor(fault) }, wishes);
      if (fault.has('security.password-must-change') && params.newPassword === undefined)
        return await this.#prove(core, { ...params, newPassword: await this.#newPassword(fault, wishes) }, wishes);
      throw fault;
    }
  }

  async #secondFactor(refused: Refused): Promise<NonNullable<LoginParams['secondFactor']>> {
    const may = refused.refusals.flatMap(({ secondFactor }) => secondFactor?.may ?? []);
    if (may.length > 0 && may.every((kind) => kind === 'passkey')) throw refuse('cli.only-passkey');
    if (!this.#terminal.isThere) throw refused;
    const code = (await this.#terminal.askSecret('One-time code, or a recovery code: ')).replace(/[\s-]/g, '');
    return { kind: /^\d{6}$/.test(code) ? 'totp' : 'recovery', code };
  }

  async #newPassword(refused: Refused, { newPasswordFile }: LoginWishes): Promise<string> {
    if (newPasswordFile !== undefined) return readPassword(newPasswordFile);
    if (!this.#terminal.isThere) throw refused;
    for (const { words } of refused.refusals) this.#terminal.tell(words);
    const one = await this.#terminal.askSecret('New password: ');
    const two = await this.#terminal.askSecret('Once more: ');
    if (one !== two) throw refuse('cli.usage', { why: 'The two passwords are not the same' });
    return one;
  }

  async #password(loginId: string, { passwordFile }: LoginWishes): Promise<string> {
    if (passwordFile !== undefined) return readPassword(passwordFile);
    return this.#terminal.askSecret(`Password of ${loginId}: `);
  }

  #reach(system: KnownSystem): RemoteCore {
    const own = this.#own(system);
    return new RemoteCore({
      ...{ host: system.host, port: system.port, ...(own === undefined ? {} : { own }) },
      judge: (chain) => this.#judge(system, chain[0] ?? Buffer.alloc(0)),
      notTaken: (why) => refuse('cli.pc-not-recognised', { name: system.name, why }),
    });
  }

  #own({ certificate }: KnownSystem): OwnIdentity | undefined {
    const key = this.files.read(keyFile);
    if (!this.preferences.offerCertificate || key === undefined) return undefined;
    return { certificate, key: readPcKey(key).key };
  }

  /** The certificate check of this computer (facts 1.7). */
  async #judge(system: KnownSystem, certificate: Buffer): Promise<void> {
    const found = recognise(certificate, this.systems.get(system.name), Date.now());
    if (found.known) return;
    const shown = describeCertificate(certificate);
    const refused = refuse('cli.system-not-recognised', {
      ...{ name: system.name, host: system.host, why: found.why, shown },
    });
    const { checkLevel } = this.preferences;
    if (checkLevel === 'high' || certificate.length === 0) throw refused;
    this.#terminal.tell(
      `${system.name} (${system.host}) shows a certificate that is not known: ${found.why}.\n${shown}`,
    );
    if (checkLevel === 'low') return;
    if (!this.#terminal.isThere) throw refused;
    const answer = await this.#terminal.ask('Is that the system? Compare with what it shows itself. [yes/no] ');
    if (answer.trim().toLowerCase() !== 'yes') throw refused;
    const known = this.systems.get(system.name);
    this.systems.put({ ...known, certificates: [...known.certificates, fingerprintOf(certificate)] });
  }
}

/** The first line of a file. */
function readPassword(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch (fault) {
    throw refuse('cli.file', { why: fault instanceof Error ? fault.message : String(fault) });
  }
}
