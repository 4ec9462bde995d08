// A real ACME server (RFC 8555, RFC 8737, RFC 9773) for tests, on 127.0.0.1: it checks every signature and nonce, validates by
// connecting to the node, signs with an authority of its own, and fails in the ways that a test wishes.

import {
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  randomBytes,
  verify,
  type webcrypto,
} from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readRequest, renewalId, TestAuthority } from './authority.ts';
import { type Ports, validate } from './validate.ts';

/** What goes wrong, and what the authority is like. Tests change it while the server runs. */
export interface Manner {
  /** So many of the next nonces are refused. */
  badNonces: number;
  /** The next new order is refused, to come again after so many seconds. */
  rateLimitedSeconds: number;
  /** So many of the next requests are answered 503, with Retry-After 1. */
  busy: number;
  /** How often an authorization or an order is seen unfinished before it is finished. */
  looks: number;
  /** What the certificate is like. */
  issues: 'right' | 'another-key' | 'another-name' | 'no-pem' | 'ended';
  /** The challenges that are offered. */
  offers: readonly string[];
  /** What `finalize` leads to. */
  finalize: 'valid' | 'invalid';
  days: number;
  /** The external account that is asked for. */
  external: { readonly kid: string; readonly key: string } | undefined;
  renewalInfo: boolean;
  /** Suggested windows by certificate id; without one the last third of its life. */
  readonly windows: Map<string, { readonly start: string; readonly end: string }>;
  /** Answers every request with this text. */
  says: string | undefined;
}

interface Account {
  readonly url: string;
  readonly key: KeyObject;
  readonly jwk: object;
  contact: readonly string[];
}

interface Authorization {
  readonly id: string;
  readonly name: { readonly type: string; readonly value: string };
  readonly account: Account;
  readonly token: string;
  status: string;
  looks: number;
  error: object | undefined;
}

interface Order {
  readonly id: string;
  readonly account: Account;
  readonly authorizations: readonly Authorization[];
  readonly replaces: string;
  status: string;
  looks: number;
  chain: string;
}

interface Asked {
  readonly account: Account | undefined;
  readonly jwk: object | undefined;
  readonly payload: Readonly<Record<string, unknown>> | undefined;
  readonly accept: string;
}

class Problem extends Error {
  readonly type: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(type: string, detail: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.type = type;
    this.status = status;
    this.headers = headers;
  }
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly text?: string;
}

export class AcmeTestServer {
  readonly manner: Manner = {
    ...{ badNonces: 0, rateLimitedSeconds: 0, busy: 0, looks: 0, issues: 'right', finalize: 'valid' },
    ...{ offers: ['http-01', 'tls-alpn-01', 'dns-01'], days: 90, external: undefined, renewalInfo: true },
    ...{ windows: new Map(), says: undefined },
  };
  readonly authority: TestAuthority;
  readonly orders: Order[] = [];
  readonly accounts: Account[] = [];
  /** Every request, `METHOD /path`. */
  readonly asked: string[] = [];
  /** What validation found wrong. */
  readonly refused: string[] = [];
  /** The clock of the authority. */
  nowMs: () => number = () => Date.now();
  readonly #ports: () => Ports;
  readonly #server: Server;
  readonly #nonces = new Set<string>();

  private constructor(authority: TestAuthority, server: Server, ports: () => Ports) {
    this.authority = authority;
    this.#server = server;
    this.#ports = ports;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** `ports`: where names lead, asked at each validation. */
  static async start(ports: () => Ports): Promise<AcmeTestServer> {
    const authority = await TestAuthority.make();
    const server = createServer(await authority.serverIdentity());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AcmeTestServer(authority, server, ports);
  }

  get origin(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get directoryUrl(): string {
    return `${this.origin}/directory`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(`${request.method} ${request.url}`);
    const nonce = randomBytes(12).toString('base64url');
    this.#nonces.add(nonce);
    const reply = await this.#reply(request).catch((fault: unknown): Reply => problemReply(fault));
    const type =
      reply.json === undefined ? 'text/plain' : `application/${(reply.status ?? 200) < 400 ? '' : 'problem+'}json`;
    const headers = { 'replay-nonce': nonce, 'cache-control': 'no-store', 'content-type': type, ...reply.headers };
    response.writeHead(reply.status ?? 200, headers);
    response.end(reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json));
  }

  async #reply(request: IncomingMessage): Promise<Reply> {
    const { method = '', url: path = '' } = request;
    if (this.manner.says !== undefined) return { text: this.manner.says };
    if (this.manner.busy > 0) {
      this.manner.busy -= 1;
      throw new Problem('serverInternal', 'Busy', 503, { 'retry-after': '1' });
    }
    if (path === '/directory') return { json: this.#directory() };
    if (path === '/new-nonce') return { status: method === 'HEAD' ? 200 : 204 };
    if (path.startsWith('/renewal-info/')) return this.#renewalInfo(path.slice('/renewal-info/'.length));
    if (method !== 'POST') throw new Problem('malformed', 'Only POST', 405);
    const asked = await this.#read(request);
    return await this.#route(path, asked);
  }

  #directory(): object {
    const { origin } = this;
    const endpoints = {
      newNonce: `${origin}/new-nonce`,
      newAccount: `${origin}/new-account`,
      newOrder: `${origin}/new-order`,
    };
    const meta = { termsOfService: `${origin}/terms`, externalAccountRequired: this.manner.external !== undefined };
    return { ...endpoints, ...(this.manner.renewalInfo ? { renewalInfo: `${origin}/renewal-info` } : {}), meta };
  }

  async #route(path: string, asked: Asked): Promise<Reply> {
    if (path === '/new-account') return this.#newAccount(asked);
    const { account } = asked;
    if (account === undefined) throw new Problem('unauthorized', 'An account is needed', 401);
    if (path === '/new-order') return this.#newOrder(account, asked);
    const [, kind, id, more] = path.split('/');
    if (kind === 'account') return this.#account(account, asked);
    const order = this.orders.find((one) => one.id === id && one.account === account);
    if (kind === 'order' && order !== undefined)
      return more === 'finalize' ? this.#finalize(order, asked) : this.#look(order);
    if (kind === 'cert' && order !== undefined) return certificateReply(order, asked);
    const authorization = this.orders
      .flatMap((one) => one.authorizations)
      .find((one) => one.id === id && one.account === account);
    if (kind === 'authz' && authorization !== undefined) return { json: this.#authorization(authorization) };
    if (kind === 'chall' && authorization !== undefined && more !== undefined)
      return this.#challenge(authorization, more);
    throw new Problem('malformed', 'There is nothing here', 404);
  }

  /** RFC 8555 §6: the signature, the nonce, the URL, and who signed. */
  async #read(request: IncomingMessage): Promise<Asked> {
    if (request.headers['content-type'] !== 'application/jose+json')
      throw new Problem('malformed', 'Wrong media type', 415);
    let text = '';
    for await (const chunk of request) text += chunk;
    const jws = JSON.parse(text);
    const header = JSON.parse(Buffer.from(jws.protected, 'base64url').toString());
    if (header.alg !== 'ES256') throw new Problem('badSignatureAlgorithm', 'ES256 is needed');
    if (header.url !== `${this.origin}${request.url}`) throw new Problem('unauthorized', 'The url is another one', 401);
    if ((header.jwk === undefined) === (header.kid === undefined))
      throw new Problem('malformed', 'jwk or kid, one of them');
    const account = this.accounts.find(({ url }) => url === header.kid);
    if (header.kid !== undefined && account === undefined) throw new Problem('accountDoesNotExist', 'No such account');
    const key = account?.key ?? createPublicKey({ key: header.jwk, format: 'jwk' });
    const signed = Buffer.from(`${jws.protected}.${jws.payload}`);
    const signature = Buffer.from(jws.signature, 'base64url');
    if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature))
      throw new Problem('malformed', 'The signature is wrong');
    this.#takeNonce(header.nonce);
    const payload = jws.payload === '' ? undefined : JSON.parse(Buffer.from(jws.payload, 'base64url').toString());
    return { account, jwk: header.jwk, payload, accept: request.headers.accept ?? '' };
  }

  #takeNonce(nonce: string): void {
    if (!this.#nonces.delete(nonce)) throw new Problem('badNonce', 'The nonce was used before');
    if (this.manner.badNonces === 0) return;
    this.manner.badNonces -= 1;
    throw new Problem('badNonce', 'The nonce is not liked');
  }

  #newAccount({ jwk, payload }: Asked): Reply {
    if (jwk === undefined) throw new Problem('malformed', 'A new account shows its key');
    const known = this.accounts.find((one) => JSON.stringify(one.jwk) === JSON.stringify(jwk));
    if (known !== undefined) return { json: { status: 'valid' }, headers: { location: known.url } };
    if (payload?.termsOfServiceAgreed !== true) throw new Problem('userActionRequired', 'Agree to the terms', 403);
    this.#checkExternal(jwk, payload.externalAccountBinding);
    const url = `${this.origin}/account/${this.accounts.length + 1}`;
    const key = createPublicKey({ key: jwk as webcrypto.JsonWebKey, format: 'jwk' });
    this.accounts.push({ url, key, jwk, contact: (payload.contact as string[] | undefined) ?? [] });
    return { status: 201, json: { status: 'valid' }, headers: { location: url } };
  }

  #checkExternal(jwk: object, binding: unknown): void {
    const { external } = this.manner;
    if (external === undefined) return;
    const { protected: head = '', payload = '', signature = '' } = (binding ?? {}) as Record<string, string>;
    const { alg, kid, url } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}');
    const mac = createHmac('sha256', Buffer.from(external.key, 'base64url'))
      .update(`${head}.${payload}`)
      .digest('base64url');
    const isOurs = alg === 'HS256' && kid === external.kid && url === `${this.origin}/new-account`;
    const isRight = isOurs && signature === mac && Buffer.from(payload, 'base64url').toString() === JSON.stringify(jwk);
    if (!isRight) throw new Problem('unauthorized', 'The external account is not known', 401);
  }

  #account(account: Account, { payload }: Asked): Reply {
    if (payload?.contact !== undefined) account.contact = payload.contact as string[];
    return { json: { status: 'valid', contact: account.contact } };
  }

  #newOrder(account: Account, { payload }: Asked): Reply {
    const { rateLimitedSeconds } = this.manner;
    if (rateLimitedSeconds > 0) {
      this.manner.rateLimitedSeconds = 0;
      throw new Problem('rateLimited', 'Too many certificates already issued.', 429, {
        'retry-after': String(rateLimitedSeconds),
      });
    }
    const replaces = typeof payload?.replaces === 'string' ? payload.replaces : '';
    if (replaces !== '' && !this.orders.some(({ chain }) => chain !== '' && renewalId(chain) === replaces))
      throw new Problem('malformed', 'No such certificate to replace');
    if (replaces !== '' && this.orders.some((one) => one.replaces === replaces && one.status === 'valid'))
      throw new Problem('alreadyReplaced', 'It was replaced already', 409);
    const identifiers = payload?.identifiers as { type: string; value: string }[];
    const id = String(this.orders.length + 1);
    const authorizations = identifiers.map(
      (name, index): Authorization => ({
        ...{ id: `${id}-${index}`, name, account, token: randomBytes(24).toString('base64url') },
        ...{ status: 'pending', looks: this.manner.looks, error: undefined },
      }),
    );
    const order: Order = {
      id,
      account,
      authorizations,
      replaces,
      status: 'pending',
      looks: this.manner.looks,
      chain: '',
    };
    this.orders.push(order);
    return { status: 201, json: this.#order(order), headers: { location: `${this.origin}/order/${id}` } };
  }

  #look(order: Order): Reply {
    if (order.status === 'processing' && order.looks-- <= 0) order.status = 'valid';
    return { json: this.#order(order), headers: order.status === 'processing' ? { 'retry-after': '1' } : {} };
  }

  #order(order: Order): object {
    const { id, authorizations } = order;
    const all = authorizations.map(({ status }) => status);
    if (order.status === 'pending' && all.every((status) => status === 'valid')) order.status = 'ready';
    if (order.status === 'pending' && all.includes('invalid')) order.status = 'invalid';
    return {
      ...{ status: order.status, authorizations: authorizations.map((one) => `${this.origin}/authz/${one.id}`) },
      ...{ finalize: `${this.origin}/order/${id}/finalize`, identifiers: authorizations.map(({ name }) => name) },
      ...(order.status === 'valid' ? { certificate: `${this.origin}/cert/${id}` } : {}),
      ...(order.status === 'invalid' ? { error: problem('unauthorized', 'A policy forbids this name') } : {}),
    };
  }

  #authorization(authorization: Authorization): object {
    const { id, name, status, token, error } = authorization;
    // What validation found is seen after so many looks.
    if (status !== 'pending' && authorization.looks-- > 0)
      return { status: 'pending', identifier: name, challenges: [] };
    const challenges = this.manner.offers.map((type) => ({
      ...{ type, url: `${this.origin}/chall/${id}/${type}`, token, status },
      ...(error === undefined ? {} : { error }),
    }));
    return { status, identifier: name, challenges };
  }

  async #challenge(authorization: Authorization, type: string): Promise<Reply> {
    const { token, account, name } = authorization;
    const print = createHash('sha256').update(JSON.stringify(account.jwk)).digest('base64url');
    const why = await validate(type, name.value, token, `${token}.${print}`, this.#ports());
    authorization.status = why === undefined ? 'valid' : 'invalid';
    if (why !== undefined) {
      this.refused.push(why);
      authorization.error = problem('unauthorized', `Validating ${name.value}: ${why}`);
    }
    return { json: { type, url: `${this.origin}/chall/${authorization.id}/${type}`, token, status: 'processing' } };
  }

  async #finalize(order: Order, { payload }: Asked): Promise<Reply> {
    this.#order(order);
    if (order.status !== 'ready') throw new Problem('orderNotReady', 'Prove the names first', 403);
    const request = await readRequest(Buffer.from(String(payload?.csr), 'base64url'));
    const ordered = order.authorizations.map(({ name }) => name.value);
    if (request === undefined || request.names.toSorted().join() !== ordered.toSorted().join())
      throw new Problem('badCSR', 'The request is not for the names of the order');
    if (this.manner.finalize === 'invalid') order.status = 'invalid';
    else {
      order.chain = await this.#issue(ordered, request.publicKey);
      order.status = 'processing';
    }
    return { json: this.#order(order), headers: { location: `${this.origin}/order/${order.id}` } };
  }

  async #issue(names: readonly string[], publicKey: Parameters<TestAuthority['issue']>[1]): Promise<string> {
    const { issues, days } = this.manner;
    const now = this.nowMs();
    if (issues === 'no-pem') return 'nothing';
    if (issues === 'another-key') return (await this.authority.serverIdentity()).cert;
    if (issues === 'ended') return await this.authority.issue(names, publicKey, now - 100 * 86_400_000, 1);
    return await this.authority.issue(issues === 'another-name' ? ['other.example'] : names, publicKey, now, days);
  }

  #renewalInfo(id: string): Reply {
    const known = this.orders.find(({ chain }) => chain !== '' && renewalId(chain) === id);
    if (known === undefined) throw new Problem('malformed', 'No such certificate', 404);
    const now = this.nowMs();
    const later = {
      start: new Date(now + 60 * 86_400_000).toISOString(),
      end: new Date(now + 62 * 86_400_000).toISOString(),
    };
    const suggestedWindow = this.manner.windows.get(id) ?? later;
    return { json: { suggestedWindow }, headers: { 'retry-after': '21600' } };
  }
}

const problem = (type: string, detail: string): object => ({ type: `urn:ietf:params:acme:error:${type}`, detail });

function problemReply(fault: unknown): Reply {
  if (!(fault instanceof Problem)) return { status: 500, json: problem('serverInternal', String(fault)) };
  return { status: fault.status, headers: fault.headers, json: problem(fault.type, fault.message) };
}

function certificateReply({ status, chain }: Order, { accept }: Asked): Reply {
  if (status !== 'valid') throw new Problem('malformed', 'It is not issued yet', 404);
  if (accept !== 'application/pem-certificate-chain') throw new Problem('malformed', 'Ask for the chain', 406);
  return { text: chain, headers: { 'content-type': 'application/pem-certificate-chain' } };
}
