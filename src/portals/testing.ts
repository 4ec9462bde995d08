// For the tests of the portal: a core that says what the test lets it say, a portal of it on 127.0.0.1, and a plain client.

import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { type Duplex, duplexPair } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { type Clock, type Log, silentLog, systemClock } from '#base';
import type {
  FromPortalLine,
  PortalConfiguration,
  PortalRequestLine,
  PortalTls,
} from '../../apps/core/portal-protocol.ts';
import type { ListenerLine, RefusalLine } from '../../apps/core/protocol.ts';
import { type TestIdentity, testIdentity } from '../sip/transport/testing.ts';
import { LineSplitter } from './line/splitter.ts';
import { openPortal, type Portal } from './portal.ts';
import type { Site } from './site/site.ts';

export class RefusedByCore extends Error {
  readonly refusals: readonly RefusalLine[];

  constructor(code: string, http: number) {
    super(code);
    this.refusals = [{ code, words: `${code}.`, remedy: 'Do otherwise.', exit: 1, http }];
  }
}

/** Tells what a request may be answered with: a value, or chunks first. */
export type Script = (request: PortalRequestLine, write: (chunk: string) => void) => unknown | Promise<unknown>;

/** The core's end of the line. Whatever has no script is refused as unknown. */
export class ScriptedCore {
  readonly scripts = new Map<string, Script>();
  readonly asked: PortalRequestLine[] = [];
  readonly cancelled: number[] = [];
  readonly took: number[] = [];
  readonly #stream: Duplex;
  #listening: (lines: readonly ListenerLine[]) => void = () => undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    const splitter = new LineSplitter(Number.MAX_SAFE_INTEGER, (text) => this.#take(JSON.parse(text)));
    stream.on('data', (piece: Buffer) => splitter.push(piece));
    stream.on('error', () => undefined);
  }

  /** Configures the portal; resolves with what it says of its listeners. */
  configure(configuration: PortalConfiguration): Promise<readonly ListenerLine[]> {
    return new Promise((resolve) => {
      this.#listening = resolve;
      this.say({ configure: configuration });
    });
  }

  say(line: unknown): void {
    this.#stream.write(`${JSON.stringify(line)}\n`);
  }

  /** The line breaks. */
  leave(): void {
    this.#stream.destroy();
  }

  #take(line: FromPortalLine): void {
    if ('listening' in line) this.#listening(line.listening);
    else if ('cancel' in line) this.cancelled.push(line.cancel);
    else if ('took' in line) this.took.push(line.took);
    else void this.#answer(line);
  }

  async #answer(asked: PortalRequestLine): Promise<void> {
    const { id, method } = asked;
    this.asked.push(asked);
    try {
      const script = this.scripts.get(method);
      if (script === undefined) throw new RefusedByCore('core.unknown-method', 404);
      const result = await script(asked, (chunk) => this.say({ id, chunk }));
      this.say({ id, result: result ?? null });
    } catch (fault) {
      if (!(fault instanceof RefusedByCore)) throw fault;
      this.say({ id, refusals: fault.refusals });
    }
  }
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Wishes {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

const token = 'a'.repeat(43);
/** A cookie as the core gives it, and the token that goes with what changes something. */
export const loggedIn = { cookie: `__Host-ringfence-system-administration=${token}`, 'x-csrf-token': 'csrf' } as const;
export const shown = { token, tool: 'system-administration' } as const;

/** A portal on a port of its own, on the line of a scripted core. */
export class TestPortal {
  readonly core: ScriptedCore;
  readonly identity: TestIdentity;
  readonly log: string[] = [];
  port = 0;
  isEnded = false;
  #portal: Portal | undefined;

  private constructor(core: ScriptedCore, identity: TestIdentity) {
    this.core = core;
    this.identity = identity;
  }

  static async open({
    clock = systemClock,
    site = new Map() as Site,
    log = silentLog as Log,
  } = {}): Promise<TestPortal> {
    const [ours, theirs] = duplexPair();
    const test = new TestPortal(new ScriptedCore(ours), await testIdentity());
    const onEnd = (): void => {
      test.isEnded = true;
    };
    test.#portal = await openPortal({ stream: theirs, site, clock: clock as Clock, log, onEnd });
    const [line] = await test.core.configure(test.configuration());
    test.port = line?.port ?? 0;
    return test;
  }

  configuration(port = 0, identity = this.identity): PortalConfiguration {
    const suites = ['TLS_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'];
    const tls: PortalTls = {
      ...{ cert: [identity.cert], key: [identity.key], minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
      ...{ ciphers: suites.join(':'), ecdhCurve: 'X25519:P-256', honorCipherOrder: true, secureOptions: 0 },
    };
    const openToAll = { clientCertificates: 'none', trust: [], files: { suites, certificate: false } } as const;
    return {
      listeners: [{ ...{ name: 'https', kind: 'https', address: '127.0.0.1', port }, ...openToAll, tls }],
      hosts: ['127.0.0.1', 'localhost', 'phones.example', '::1'],
    };
  }

  /** One request on a connection of its own. */
  ask(path: string, wishes: Wishes = {}): Promise<Answered> {
    return askHttps({ port: this.port, ca: this.identity.cert }, path, wishes);
  }

  /** A request of REST by somebody who is logged in; `json` is its body. */
  rest(method: string, path: string, json?: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answered> {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    return this.ask(`/api/v1/${path}`, { method, headers: { ...loggedIn, ...type, ...headers }, ...body });
  }

  /** A bare TLS connection, for what no client would send. */
  async connect(): Promise<TLSSocket> {
    const socket = connect({ host: '127.0.0.1', port: this.port, ca: this.identity.cert, ALPNProtocols: ['http/1.1'] });
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    return socket;
  }

  /** Sends these bytes and reads until the other end closes. */
  async raw(bytes: string): Promise<string> {
    const socket = await this.connect();
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
    });
    socket.write(bytes, 'latin1');
    await once(socket, 'close');
    return text;
  }

  close(): void {
    this.#portal?.close();
    this.core.leave();
  }
}

export interface Place {
  readonly port: number;
  readonly ca: string;
}

export function askHttps(
  place: Place,
  path: string,
  { method = 'GET', headers = {}, body }: Wishes,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { ...place, ...peer, path, method, headers: { ...length(body, headers), ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** One connection each; who it is is known by the authority, whatever name the request gives. */
const peer = { host: '127.0.0.1', agent: false, servername: '', checkServerIdentity: () => undefined } as const;

const length = (body: string | Buffer | undefined, headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };

/** The codes of the refusals in an answer. */
export const codesOf = ({ text }: Answered): string[] =>
  (JSON.parse(text) as { refusals: RefusalLine[] }).refusals.map(({ code }) => code);
