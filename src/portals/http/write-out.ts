// Writing what comes in pieces, as fast as the client takes it and no faster.

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ClientGone } from './body.ts';

/** Returns when the client has taken most of what it was sent. Throws `ClientGone`. */
export async function writeOut(response: ServerResponse, piece: string): Promise<void> {
  if (response.destroyed) throw new ClientGone();
  if (response.write(piece)) return;
  const leave = new AbortController();
  const { signal } = leave;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    leave.abort();
  }
  if (response.destroyed) throw new ClientGone();
}
