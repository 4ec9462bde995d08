// A running system as an attacker sees it: requests with nothing added, sessions as what was stolen or earned, bare bytes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { AuditLine, RefusalLine } from '../../apps/core/protocol.ts';
import { type Answered, askHttps, type Wishes } from '../../src/portals/testing.ts';
import { type NodeWishes, TestNode } from '../node.ts';

export type { Answered };

export interface Worn {
  readonly cookie: string;
  readonly csrf: string;
  /** What the page itself sends with a change. */
  readonly headers: Readonly<Record<string, string>>;
}

export const adminPassword = 'Rain-on-Tuesday-7-Tiles-4';

export class Attacked {
  readonly node: TestNode;
  port = 0;
  readonly ca: string;

  private constructor(node: TestNode) {
    this.node = node;
    this.ca = node.authorityPem;
  }

  static async start(wishes: NodeWishes = {}): Promise<Attacked> {
    const node = await TestNode.start({ https: true, ...wishes });
    try {
      const attacked = new Attacked(node);
      attacked.port = await node.port('https');
      return attacked;
    } catch (fault) {
      const { log } = node;
      await node.remove();
      throw new Error(log, { cause: fault });
    }
  }

  /** The process of the portal. */
  portalPid(): number {
    const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.node.pid)], { encoding: 'utf8' });
    const pid = Number(/^\s*(\d+) .*apps\/portal\/main\.ts/m.exec(stdout)?.[1]);
    assert.ok(pid > 0, 'there is no portal');
    return pid;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** One request on a connection of its own, as it is. */
  ask(path: string, wishes: Wishes = {}): Promise<Answered> {
    return askHttps({ port: this.port, ca: this.ca }, path, wishes);
  }

  /** A request of REST; with `json` a body. */
  rest(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    json?: unknown,
  ): Promise<Answered> {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    return this.ask(`/api/v1/${path}`, { method, headers: { ...type, ...headers }, ...body });
  }

  async login(loginId: string, password: string, more: object = {}): Promise<Answered> {
    return await this.rest('POST', 'login', {}, { loginId, password, tool: 'system-administration', ...more });
  }

  /** Logs in; throws where that is refused. */
  async wear(loginId: string, password: string, more: object = {}): Promise<Worn> {
    return worn(await this.login(loginId, password, more));
  }

  /** The first administrator, under `adminPassword` from then on. */
  wearAdministrator(): Promise<Worn> {
    return this.wear('administrator', this.node.passwords.administrator ?? '', { newPassword: adminPassword });
  }

  /** Adds a profile, and logs in as it; its password is the administrator's with a plus. */
  async wearNew(loginId: string, patch: Readonly<Record<string, unknown>>, tool?: string): Promise<Worn> {
    const profile = { loginId, userName: loginId, password: adminPassword, status: 'enabled', ...patch };
    await this.node.ask('form.change', {
      changes: [{ kind: 'add', form: 'user-authorization-profiles', patch: profile }],
    });
    const more = { newPassword: `${adminPassword}+`, ...(tool === undefined ? {} : { tool }) };
    return await this.wear(loginId, adminPassword, more);
  }

  /** A bare TLS connection. */
  async connect(): Promise<TLSSocket> {
    const socket = connect({ host: '127.0.0.1', port: this.port, ca: this.ca, servername: 'localhost' });
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

  /** The newest entries of the audit trail. */
  trail(limit = 50): Promise<readonly AuditLine[]> {
    return this.node.ask<readonly AuditLine[]>('audit.list', { limit });
  }

  /** Ends the system; throws where it was harmed: the trail does not verify, or there was a fault that is not `expected`. */
  async end(expected?: RegExp): Promise<void> {
    try {
      const { intact, words } = await this.node.ask<{ intact: boolean; words: string }>('audit.verify');
      assert.ok(intact, words);
      assert.deepEqual(
        this.node.faults.filter((line) => expected?.test(line) !== true),
        [],
      );
    } finally {
      await this.node.remove();
    }
  }
}

export function worn(answer: Answered): Worn {
  assert.equal(answer.status, 200, answer.text);
  const [set = ''] = answer.headers['set-cookie'] ?? [];
  const [cookie = ''] = set.split(';');
  const { csrfToken: csrf } = JSON.parse(answer.text) as { csrfToken: string };
  return { cookie, csrf, headers: { cookie, 'x-csrf-token': csrf } };
}

const refusalsOf = ({ text }: Answered): readonly RefusalLine[] =>
  (JSON.parse(text) as { refusals: readonly RefusalLine[] }).refusals;

export const codesOf = (answer: Answered): string[] => refusalsOf(answer).map(({ code }) => code);

export function assertRefused(answer: Answered, status: number, code: string, why = code): void {
  assert.deepEqual([answer.status, codesOf(answer)[0]], [status, code], `${why}: ${answer.text}`);
}
