// A core that is asked from afar: the same questions and answers as on the local socket, each a request to the listener of Managers.

import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { AnswerLine, ImportedLine, RefusalLine, Results } from '../../core/protocol.ts';
import type { Core } from '../client.ts';
import { Refused, refuse } from '../refused.ts';
import { type ConnectionWishes, explain, openConnection } from './connection.ts';
import { codeOf } from './files.ts';

export interface Shown {
  readonly token: string;
  readonly csrf: string;
}

const path = '/manage/1';
const host = 'manager.ringfence';
const pieceBytes = 49_152;
const lookAgainMs = 200;

export class RemoteCore implements Core {
  readonly #wishes: ConnectionWishes;
  readonly #agent: Agent;
  /** The login that is shown; none before there is one. */
  shown: Shown | undefined;

  constructor(wishes: ConnectionWishes) {
    this.#wishes = wishes;
    this.#agent = new TrustedAgent(wishes);
  }

  async ask<M extends keyof Results>(
    method: M,
    params: Readonly<Record<string, unknown>> = {},
    onChunk: (chunk: string) => void = () => undefined,
  ): Promise<Results[M]> {
    // The system answers as its protocol says.
    if (method === 'form.import') return (await this.#import(params)) as Results[M];
    return (await this.send(method, params, onChunk)) as Results[M];
  }

  /** Any request, one of the portal's too. */
  async send(method: string, params: object, onChunk: (chunk: string) => void = () => undefined): Promise<unknown> {
    const body = JSON.stringify({ method, params });
    const headers = {
      ...{ host, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
      ...(this.shown === undefined ? {} : { 'x-session': this.shown.token, 'x-csrf-token': this.shown.csrf }),
    };
    try {
      return await answerOf(request({ method: 'POST', path, headers, agent: this.#agent }), body, onChunk);
    } catch (fault) {
      throw explain(fault, this.#wishes);
    }
  }

  /** An import takes its file in pieces, as the browser's does. */
  async #import({ text, ...wish }: Readonly<Record<string, unknown>>): Promise<ImportedLine> {
    const bytes = Buffer.from(String(text));
    let work = (await this.send('work.start', wish)) as Work;
    const { id } = work;
    for (let start = 0; start < bytes.length; start += pieceBytes)
      await this.send('work.add', { id, base64: bytes.subarray(start, start + pieceBytes).toString('base64') });
    work = (await this.send('work.run', { id })) as Work;
    while (work.state === 'running' || work.state === 'receiving') {
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      work = (await this.send('work.get', { id })) as Work;
    }
    if (work.imported !== undefined) return work.imported;
    throw new Refused(work.refusals ?? refuse('cli.no-answer').refusals);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Work as the portal's protocol tells it. */
interface Work {
  readonly id: string;
  readonly state: string;
  readonly imported?: ImportedLine;
  readonly refusals?: readonly RefusalLine[];
}

/** Each connection is judged before anything is written to it. */
class TrustedAgent extends Agent {
  readonly #wishes: ConnectionWishes;

  constructor(wishes: ConnectionWishes) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#wishes = wishes;
  }

  override createConnection(_: unknown, made?: (fault: Error | null, stream: Duplex) => void): undefined {
    openConnection(this.#wishes).then(
      (socket) => made?.(null, socket),
      // The agent gives the fault to the request, and looks at nothing else.
      (fault: Error) => made?.(fault, undefined as unknown as Duplex),
    );
    return undefined;
  }
}

function answerOf(asked: ClientRequest, body: string, onChunk: (chunk: string) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    asked.once('error', reject);
    asked.once('response', (response) => {
      readAnswer(response, onChunk).then(resolve, reject);
    });
    asked.end(body);
  });
}

async function readAnswer(response: IncomingMessage, onChunk: (chunk: string) => void): Promise<unknown> {
  if (!(response.headers['content-type'] ?? '').startsWith('application/x-ndjson')) {
    response.resume();
    throw Object.assign(new Error('no lines'), { code: 'ERR_SSL_HTTP_REQUEST' });
  }
  try {
    for await (const text of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = JSON.parse(text) as AnswerLine;
      if ('refusals' in line) throw new Refused(line.refusals);
      if ('result' in line) return line.result;
      onChunk(line.chunk);
    }
  } catch (fault) {
    if (fault instanceof Refused || codeOf(fault) === '') throw fault;
  }
  throw refuse('cli.no-answer');
}
