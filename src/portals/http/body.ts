// Bodies: of the right type, bounded in size, time and number. Small ones are always taken; large ones share what there is.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, limits, no, type Refusal, type Result } from '#base';
import { portalsCodes } from '../portals.codes.ts';
import { type JsonObject, readJsonObject } from './json.ts';

/** True when the header Content-Type names one of `types`, in UTF-8, and nothing else is in the way. */
export function checkBodyType({ headers }: IncomingMessage, types: readonly string[]): Refusal | undefined {
  const wrong = portalsCodes.refuse('portals.wrong-media-type', { expected: types.join(' or ') });
  if (headers['content-encoding'] !== undefined) return wrong;
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (!types.includes(type)) return wrong;
  return parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter)) ? undefined : wrong;
}

/** How many bytes the body says it has; none where it comes in pieces. */
export const declaredBytes = ({ headers }: IncomingMessage): number | undefined =>
  headers['content-length'] === undefined ? undefined : Number(headers['content-length']);

/** Tells a client that waits with its body that it may send it. */
export function welcomeBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect !== undefined) response.writeContinue();
}

export class Bodies {
  readonly #clock: Clock;
  /** Bytes of large bodies that are being read. */
  #largeBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get largeBytes(): number {
    return this.#largeBytes;
  }

  /** The object of JSON that a request brings. */
  async readJson(request: IncomingMessage, response: ServerResponse, mostBytes: number): Promise<Result<JsonObject>> {
    const tooLarge = portalsCodes.refuse('portals.body-too-large', { most: mostBytes });
    const declared = declaredBytes(request);
    if (declared !== undefined && declared > mostBytes) return no(tooLarge);
    const reserved = declared ?? mostBytes;
    const isLarge = reserved > limits.portals.smallBodyBytes;
    if (isLarge && this.#largeBytes + reserved > limits.portals.largeBodiesBytes)
      return no(portalsCodes.refuse('portals.busy'));
    if (isLarge) this.#largeBytes += reserved;
    try {
      welcomeBody(request, response);
      const bytes = await this.#read(request, mostBytes);
      if (bytes === 'slow')
        return no(portalsCodes.refuse('portals.body-too-slow', { seconds: limits.portals.bodyMs / 1_000 }));
      return bytes === 'large' ? no(tooLarge) : readJsonObject(bytes);
    } finally {
      if (isLarge) this.#largeBytes -= reserved;
    }
  }

  #read(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'slow' | 'large'> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let sizeBytes = 0;
      const late = this.#clock.after(limits.portals.bodyMs, () => done('slow'));
      const done = (result: Buffer | 'slow' | 'large'): void => {
        late();
        request.off('data', take).off('end', end).off('close', gone);
        resolve(result);
      };
      const take = (piece: Buffer): void => {
        sizeBytes += piece.length;
        if (sizeBytes > mostBytes) done('large');
        else parts.push(piece);
      };
      const end = (): void => done(Buffer.concat(parts));
      const gone = (): void => {
        late();
        reject(new ClientGone());
      };
      request.on('data', take).once('end', end).once('close', gone);
    });
  }
}

/** The client left before it had said everything: nobody reads an answer. */
export class ClientGone extends Error {
  constructor() {
    super('the client has gone');
  }
}
