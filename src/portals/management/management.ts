// What a listener of Managers serves (SEC-6): one address, to which a request of the command line is posted, and its answer in
// lines as the local socket gives them. It decides nothing: the core is asked on behalf of the session that is shown.
//
// POST /manage/1, Host: manager.ringfence, a JSON body {"method", "params"}; X-Session and X-CSRF-Token once somebody has logged
// in. The answer is NDJSON: {"id":1,"chunk"} any number of times, then {"id":1,"result"} or {"id":1,"refusals"}.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Clock, type Log, limits, no, ok, type Refusal, type Result } from '#base';
import type { AnswerLine, RefusalLine } from '../../../apps/core/protocol.ts';
import { Bodies, ClientGone, checkBodyType } from '../http/body.ts';
import { checkHead } from '../http/checks.ts';
import { answersOn, endAfterAnswer } from '../http/client-errors.ts';
import { placeOf } from '../http/connections.ts';
import { AccessLog, addressOf, begin } from '../http/exchange.ts';
import { factsOf } from '../http/peer.ts';
import { writeOut } from '../http/write-out.ts';
import type { Answer, Caller, CoreLine, MethodName, ParamsOf } from '../line/core-line.ts';
import { Turns } from '../line/turns.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines, statusOf } from '../refusals.ts';

const path = '/manage/1';
/** No browser sends it: a page that knows this address can ask nothing. */
const hosts: ReadonlySet<string> = new Set(['manager.ringfence']);
const lines = { 'content-type': 'application/x-ndjson; charset=utf-8' };
const id = 1;
const agentLength = 200;
const token = /^[\w-]{20,200}$/;

export interface ManagementOptions {
  readonly line: CoreLine;
  readonly clock: Clock;
  readonly log: Log;
}

interface Asked {
  readonly method: string;
  readonly params: unknown;
}

/** Answers every request that the listener lets in. */
export function makeManagement(options: ManagementOptions): RequestListener {
  const management = new Management(options);
  return (request, response) => {
    if (answersOn(request.socket) < limits.portals.requestsAhead) void management.serve(request, response);
    else request.socket.destroy();
  };
}

class Management {
  readonly #options: ManagementOptions;
  readonly #turns: Turns;
  readonly #bodies: Bodies;
  readonly #access: AccessLog;

  constructor(options: ManagementOptions) {
    this.#options = options;
    this.#turns = new Turns(options.clock);
    this.#bodies = new Bodies(options.clock);
    this.#access = new AccessLog(options.log, options.clock);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    begin(request, response, this.#options.clock, this.#access);
    try {
      const refusal = checkHead(request, hosts) ?? checkAddress(request, response);
      if (refusal?.code === 'portals.malformed-request') {
        response.setHeader('connection', 'close');
        endAfterAnswer(request.socket);
      }
      if (refusal !== undefined) return refuse(response, refusalLines(refusal));
      await this.#answer(request, response);
    } catch (fault) {
      this.#fail(response, fault);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const caller = this.#callerOf(request);
    const mostBytes = caller.session === undefined ? limits.portals.smallBodyBytes : limits.portals.bodyBytes;
    // What is large is taken from those alone who are logged in.
    if (Number(request.headers['content-length'] ?? mostBytes) > limits.portals.smallBodyBytes) {
      const session = await this.#ask(request, response, caller, { method: 'session', params: {} }, () => undefined);
      if (!session.ok) return refuse(response, session.refusal);
    }
    const body = await this.#bodies.readJson(request, response, mostBytes);
    const asked = body.ok ? readAsked(body.value) : body;
    if (!asked.ok) return refuse(response, refusalLines(asked.refusal));
    const answer = await this.#ask(request, response, caller, asked.value, async (chunk) => {
      if (!response.headersSent) response.writeHead(200, lines);
      await writeOut(response, print({ id, chunk }));
    });
    if (!response.headersSent && !answer.ok) return refuse(response, answer.refusal);
    if (!response.headersSent) response.writeHead(200, lines);
    response.end(print(answer.ok ? { id, result: answer.value } : { id, refusals: answer.refusal }));
  }

  async #ask(
    request: IncomingMessage,
    response: ServerResponse,
    caller: Caller,
    { method, params }: Asked,
    onChunk: (chunk: string) => Promise<void> | void,
  ): Promise<Answer<unknown>> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const turn = await this.#turns.take(placeOf(addressOf(request)));
    if (!turn.ok) return no(refusalLines(turn.refusal));
    try {
      if (gone.signal.aborted) throw new ClientGone();
      const { line } = this.#options;
      // Which methods there are for whom, and what they take, is for the core to say.
      return await line.ask(method as MethodName, params as ParamsOf<MethodName>, caller, {
        ...{ onChunk, signal: gone.signal },
      });
    } finally {
      turn.value();
    }
  }

  #callerOf(request: IncomingMessage): Caller {
    const agent = (request.headers['user-agent'] ?? '').slice(0, agentLength);
    const from = { address: addressOf(request), agent, ...factsOf(request.socket) };
    const { 'x-session': shown, 'x-csrf-token': csrf } = request.headers;
    if (typeof shown !== 'string' || !token.test(shown)) return { from };
    const tool = 'system-administration';
    return { from, session: { token: shown, tool, ...(typeof csrf === 'string' ? { csrf: csrf.slice(0, 200) } : {}) } };
  }

  /** A fault is told by its id alone; of somebody who has left nothing is told. */
  #fail(response: ServerResponse, fault: unknown): void {
    if (fault instanceof ClientGone) {
      response.destroy();
      return;
    }
    const faultId = this.#options.log.fault('a request of a Manager could not be served', fault);
    if (response.headersSent) response.destroy();
    else refuse(response, refusalLines(portalsCodes.refuse('portals.fault', { id: faultId })));
  }
}

function checkAddress(request: IncomingMessage, response: ServerResponse): Refusal | undefined {
  if (request.url !== path) return portalsCodes.refuse('portals.not-found');
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return portalsCodes.refuse('portals.wrong-method', {
      method: (request.method ?? '').slice(0, 20),
      allowed: 'POST',
    });
  }
  return checkBodyType(request, ['application/json']);
}

function readAsked({ method, params, ...rest }: Readonly<Record<string, unknown>>): Result<Asked> {
  const why = 'it is no request: {"method", "params"}';
  if (typeof method !== 'string' || method.length > 50 || Object.keys(rest).length > 0)
    return no(portalsCodes.refuse('portals.malformed-body', { why }));
  return ok({ method, params: params ?? {} });
}

const print = (line: AnswerLine): string => `${JSON.stringify(line)}\n`;

function refuse(response: ServerResponse, refusals: readonly RefusalLine[]): void {
  response.writeHead(statusOf(refusals), lines).end(print({ id, refusals }));
}
