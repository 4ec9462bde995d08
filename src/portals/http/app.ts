// The life of a request: head checked, route found, caller read, address and body read, the core asked, the answer told and logged.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import fastify from 'fastify';
import { type Clock, type Log, limits, no, ok, type Refusal, type Result } from '#base';
import type { RefusalLine } from '../../../apps/core/protocol.ts';
import type { Caller, CoreLine } from '../line/core-line.ts';
import { Turns } from '../line/turns.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { readQuery } from '../rest/query.ts';
import type { Call, Route } from '../rest/route.ts';
import { findFile, serveFile } from '../site/serve.ts';
import type { Site } from '../site/site.ts';
import { Bodies, ClientGone, checkBodyType } from './body.ts';
import { checkHead } from './checks.ts';
import { answersOn, endAfterAnswer } from './client-errors.ts';
import { placeOf } from './connections.ts';
import { readSession } from './cookies.ts';
import { AccessLog, addressOf, begin, refuse, tell } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { factsOf, whyNoFiles } from './peer.ts';

const apiBase = '/api/v1/';
const agentLength = 200;
/** The longest name, and a port. */
const hostLength = 260;
const csrfLength = 200;

export interface AppOptions {
  readonly line: CoreLine;
  readonly routes: readonly Route[];
  readonly site: Site;
  /** The names under which this system is asked. */
  readonly hosts: () => ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers every request that a door lets in. */
export async function makeApp(options: AppOptions): Promise<RequestListener> {
  const app = new App(options);
  const router = fastify({
    logger: false,
    requestIdHeader: false,
    exposeHeadRoutes: false,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: limits.portals.urlBytes },
    frameworkErrors: (_, request, reply) => {
      reply.hijack();
      app.refuseAddress(request.raw, reply.raw);
    },
  });
  // Bodies are read by the routes, which know what they are and how large they may be.
  router.removeAllContentTypeParsers();
  router.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const route of options.routes)
    router.route({
      method: route.method === 'GET' && route.gives !== 'file' ? ['GET', 'HEAD'] : route.method,
      url: `${apiBase}${route.path}`,
      handler: async (request, reply) => {
        reply.hijack();
        // A route's parts of the address are texts.
        await app.serve(route, request.raw, reply.raw, request.params as Readonly<Record<string, string>>);
      },
    });
  router.setNotFoundHandler(async (request, reply) => {
    reply.hijack();
    await app.serveOther(request.raw, reply.raw);
  });
  // Only what stands in the head has been looked at: a type of content that is none.
  router.setErrorHandler(async (fault: Error & { code?: string }, request, reply) => {
    reply.hijack();
    app.refuseFault(request.raw, reply.raw, fault);
  });
  await router.ready();
  return (request, response) => {
    if (answersOn(request.socket) < limits.portals.requestsAhead) router.routing(request, response);
    else request.socket.destroy();
  };
}

class App {
  readonly #options: AppOptions;
  readonly #turns: Turns;
  readonly #bodies: Bodies;
  readonly #access: AccessLog;

  constructor(options: AppOptions) {
    this.#options = options;
    this.#turns = new Turns(options.clock);
    this.#bodies = new Bodies(options.clock);
    this.#access = new AccessLog(options.log, options.clock);
  }

  /** A request for a route of REST. */
  async serve(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    path: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (!this.#begin(request, response)) return;
    try {
      const call = await this.#read(route, request, response, path);
      const outcome = call.ok ? await route.run(call.value) : call;
      if (outcome === 'done') return;
      if (outcome.ok) tell(response, outcome.value, route.status);
      else refuse(response, outcome.refusal);
    } catch (fault) {
      this.#fail(response, fault);
    }
  }

  /** Whatever is no route of REST: the web tool's files, or nothing. */
  async serveOther(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#begin(request, response)) return;
    try {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const file = path.startsWith('/api/') ? undefined : findFile(this.#options.site, path);
      const why = file === undefined ? undefined : whyNoFiles(request.socket);
      if (why !== undefined) {
        refuse(response, refusalLines(portalsCodes.refuse('portals.files-closed', { why })));
        return;
      }
      const allowed = file === undefined ? this.#methodsAt(path) : ['GET', 'HEAD'];
      const { method = '' } = request;
      if (file !== undefined && allowed.includes(method)) {
        const { status, headers, content } = await serveFile(file, request.headers);
        response.writeHead(status, { ...headers }).end(content);
      } else if (allowed.length > 0) {
        response.setHeader('allow', allowed.join(', '));
        const values = { method: method.slice(0, 20), allowed: allowed.join(', ') };
        refuse(response, refusalLines(portalsCodes.refuse('portals.wrong-method', values)));
      } else refuse(response, refusalLines(portalsCodes.refuse('portals.not-found')));
    } catch (fault) {
      this.#fail(response, fault);
    }
  }

  /** An address that the router cannot decode. */
  refuseAddress(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#begin(request, response)) return;
    const why = 'the address cannot be decoded';
    refuse(response, refusalLines(portalsCodes.refuse('portals.malformed-request', { why })));
  }

  /** What the router itself did not take. */
  refuseFault(request: IncomingMessage, response: ServerResponse, fault: Error & { readonly code?: string }): void {
    if (!this.#begin(request, response)) return;
    if (fault.code?.startsWith('FST_ERR_CTP') !== true) return this.#fail(response, fault);
    refuse(response, refusalLines(portalsCodes.refuse('portals.wrong-media-type', { expected: 'of a known type' })));
  }

  /** False where the head alone was enough to refuse. */
  #begin(request: IncomingMessage, response: ServerResponse): boolean {
    begin(request, response, this.#options.clock, this.#access);
    const refusal = checkHead(request, this.#options.hosts());
    if (refusal === undefined) return true;
    // What follows on a connection whose requests cannot be told apart is not believed.
    if (refusal.code === 'portals.malformed-request') {
      response.setHeader('connection', 'close');
      endAfterAnswer(request.socket);
    }
    refuse(response, refusalLines(refusal));
    return false;
  }

  async #read(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    path: Readonly<Record<string, string>>,
  ): Promise<Result<Call, readonly RefusalLine[]>> {
    const caller = callerOf(request, route.background);
    if (caller.session === undefined && route.open !== true) return refused(portalsCodes.refuse('portals.no-session'));
    const address = readQuery(request.url ?? '', route.query ?? []);
    if (!address.ok) return refused(address.refusal);
    const asking = this.#asking(request, response, caller);
    const body = await this.#readBody(route, request, response, asking);
    if (!body.ok) return body;
    return ok({ ...address.value, ...asking, path, body: body.value, caller, request, response });
  }

  async #readBody(
    { body }: Route,
    request: IncomingMessage,
    response: ServerResponse,
    { ask }: Asking,
  ): Promise<Result<JsonObject, readonly RefusalLine[]>> {
    if (body?.kind === 'file') return ok({});
    const length = request.headers['content-length'];
    if (body === undefined) {
      const isEmpty = request.headers['transfer-encoding'] === undefined && Number(length ?? 0) === 0;
      if (isEmpty) return ok({});
      return refused(portalsCodes.refuse('portals.unexpected-body', { method: 'this address' }));
    }
    const wrongType = checkBodyType(request, ['application/json']);
    if (wrongType !== undefined) return refused(wrongType);
    // What is large is taken from those alone who are logged in.
    if (Math.min(Number(length ?? body.mostBytes), body.mostBytes) > limits.portals.smallBodyBytes) {
      const session = await ask('session', {});
      if (!session.ok) return session;
    }
    const read = await this.#bodies.readJson(request, response, body.mostBytes);
    return read.ok ? read : refused(read.refusal);
  }

  #asking(request: IncomingMessage, response: ServerResponse, caller: Caller): Asking {
    const { line } = this.#options;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const place = placeOf(addressOf(request));
    return {
      ask: async (method, params, when) => {
        const turn = await this.#turns.take(place);
        if (!turn.ok) return refused(turn.refusal);
        try {
          if (gone.signal.aborted && when === undefined) throw new ClientGone();
          return await line.ask(method, params, caller);
        } finally {
          turn.value();
        }
      },
      stream: (method, params, onChunk) => line.ask(method, params, caller, { onChunk, signal: gone.signal }),
    };
  }

  /** The methods of the routes at this path. */
  #methodsAt(path: string): string[] {
    const parts = path.split('/');
    const found = this.#options.routes.filter((route) => {
      const pattern = `${apiBase}${route.path}`.split('/');
      return (
        pattern.length === parts.length &&
        pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
      );
    });
    const methods = found.flatMap(({ method, gives }) =>
      method === 'GET' && gives !== 'file' ? ['GET', 'HEAD'] : [method],
    );
    return [...new Set(methods)];
  }

  /** A fault is told by its id alone; of somebody who has left nothing is told. */
  #fail(response: ServerResponse, fault: unknown): void {
    if (fault instanceof ClientGone) {
      response.destroy();
      return;
    }
    const id = this.#options.log.fault('a request could not be served', fault);
    if (response.headersSent) response.destroy();
    else refuse(response, refusalLines(portalsCodes.refuse('portals.fault', { id })));
  }
}

type Asking = Pick<Call, 'ask' | 'stream'>;

const refused = (refusal: Refusal) => no(refusalLines(refusal));

function callerOf(request: IncomingMessage, isBackground = false): Caller {
  const { headers } = request;
  const agent = (headers['user-agent'] ?? '').slice(0, agentLength);
  const host = (headers.host ?? '').slice(0, hostLength);
  const from = { address: addressOf(request), agent, host, ...factsOf(request.socket) };
  const wanted = headers['x-tool'];
  const shown = readSession(headers.cookie, typeof wanted === 'string' ? wanted : undefined);
  if (shown === undefined) return { from };
  const csrf = headers['x-csrf-token'];
  return {
    from,
    session: {
      ...shown,
      ...(typeof csrf === 'string' ? { csrf: csrf.slice(0, csrfLength) } : {}),
      ...(isBackground || headers['x-background'] === 'true' ? { background: true } : {}),
    },
  };
}
