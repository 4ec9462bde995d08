// Enrolment (SEC-6): with an enrolment code this computer proves itself to a system, and knows by the same code that it is that
// system. docs/decisions/0032 tells why nobody in between can take part.

import { parseCode, systemMark } from '../../../src/security/manager/code.ts';
import { type EnrolmentKey, enrolmentKey, proveKey } from '../../../src/security/manager/enrolment-key.ts';
import {
  derOf,
  describeCertificate,
  fingerprintOf,
  isIssuedFor,
  isServerOf,
  makePcKey,
  type PcKey,
  pemOf,
  readPcKey,
} from '../../../src/security/manager/pins.ts';
import type { EnrolmentLine, ManagerHelloLine } from '../../core/manager-protocol.ts';
import { refuse } from '../refused.ts';
import type { ManagerFiles } from './files.ts';
import { keyFile, type Manager } from './manager.ts';
import { RemoteCore } from './remote-core.ts';
import { type KnownSystem, readPlace } from './systems.ts';

/** Makes this computer a Manager of the system that made the code, known here as `name`. */
export async function enrol(manager: Manager, name: string, at: string, typed: string): Promise<KnownSystem> {
  manager.systems.checkFree(name);
  const place = readPlace(at);
  const code = parseCode(typed);
  if (code === undefined) throw refuse('cli.code-mistyped');
  const far = new FarEnd(place, code.system, await enrolmentKey(code));
  try {
    const { systemName } = await far.meet();
    const pc = readOrMakeKey(manager.files);
    const { name: own, certificatePem } = await far.enrol(pc);
    const system: KnownSystem = {
      ...{ name, ...place, systemName, manager: own, certificate: certificatePem, enrolledAtMs: Date.now() },
      ...far.pins,
    };
    manager.systems.put(system);
    return system;
  } finally {
    far.close();
  }
}

/** What answers at the place, before and after it is known to be the system of the code. */
class FarEnd {
  readonly #host: string;
  /** What the code says of the system. */
  readonly #mark: string;
  readonly #key: EnrolmentKey;
  readonly #core: RemoteCore;
  #shown: Buffer = Buffer.alloc(0);
  /** The authority's certificate, PEM, once it is known to be the right one. */
  #authority = '';

  constructor(place: { readonly host: string; readonly port: number }, mark: string, key: EnrolmentKey) {
    this.#host = place.host;
    this.#mark = mark;
    this.#key = key;
    const own = {
      certificate: pemOf(key.certificate),
      key: key.key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    };
    this.#core = new RemoteCore({
      ...{ ...place, own },
      judge: ([leaf = Buffer.alloc(0)]) => this.#look(leaf),
      notTaken: (why) => refuse('cli.code-not-taken', { host: place.host, why }),
    });
  }

  /** A connection is there: the first one is judged when the authority is known, later ones must show the same. */
  #look(leaf: Buffer): void {
    if (this.#authority !== '' && !this.#isOurs(leaf, this.#authority)) throw this.#another(leaf);
    this.#shown = leaf;
  }

  /** Asks who it is: nothing is told to it but that. Refuses whatever is not the system of the code. */
  async meet(): Promise<ManagerHelloLine> {
    // Read with suspicion: nothing of it holds before the code says so.
    const hello = (await this.#core.send('manager.hello', {})) as ManagerHelloLine;
    if (!this.#isOurs(this.#shown, hello.authorityPem)) throw this.#another(this.#shown);
    this.#authority = hello.authorityPem;
    return hello;
  }

  #isOurs(leaf: Buffer, authorityPem: string): boolean {
    try {
      const authority = derOf(authorityPem);
      const isOfAuthority = isServerOf(leaf, authorityPem) && systemMark(authority) === this.#mark;
      return isOfAuthority || systemMark(authority, leaf) === this.#mark;
    } catch {
      return false;
    }
  }

  #another(leaf: Buffer) {
    return refuse('cli.code-of-another-system', { host: this.#host, shown: describeCertificate(leaf) });
  }

  /** Asks for a certificate. Refuses one that the system of the code did not make for this key. */
  async enrol({ publicKey }: PcKey): Promise<EnrolmentLine> {
    const proof = proveKey(this.#key.key, publicKey, this.#mark);
    const line = (await this.#core.send('manager.enrol', { publicKey, proof })) as EnrolmentLine;
    if (!isIssuedFor(line.certificatePem, this.#authority, publicKey))
      throw refuse('cli.enrolment-false', {
        host: this.#host,
        why: 'the certificate is not of the system’s authority',
      });
    return line;
  }

  /** What the system is known by from now on. */
  get pins(): { readonly authority: string; readonly certificates: readonly string[] } {
    const isOfAuthority = isServerOf(this.#shown, this.#authority);
    return { authority: this.#authority, certificates: isOfAuthority ? [] : [fingerprintOf(this.#shown)] };
  }

  close(): void {
    this.#core.close();
  }
}

function readOrMakeKey(files: ManagerFiles): PcKey {
  const there = files.read(keyFile);
  if (there !== undefined) return readPcKey(there);
  const made = makePcKey();
  files.write(keyFile, made.key);
  return made;
}
