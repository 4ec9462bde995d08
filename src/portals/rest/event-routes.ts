// What happens, as it happens: server-sent events, bounded for each session, ended when nobody takes them.

import type { ServerResponse } from 'node:http';
import { type Clock, limits, no } from '#base';
import { Bound } from '../line/bound.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { type Call, type Outcome, type Route, route } from './route.ts';

export function eventRoutes(clock: Clock): readonly Route[] {
  const { streams: most, streamsPerSession } = limits.portals;
  const streams = new Bound(most, streamsPerSession);
  return [
    route({
      ...{ method: 'GET', path: 'events', summary: 'Server-sent events: what changed', gives: 'file' },
      background: true,
      run: async (call) =>
        (await streams.within(call.caller.session?.token ?? '', () => follow(call, clock))) ??
        no(refusalLines(portalsCodes.refuse('portals.too-many-streams', { most: streamsPerSession }))),
    }),
  ];
}

async function follow(call: Pick<Call, 'stream' | 'response'>, clock: Clock): Promise<Outcome> {
  const { response } = call;
  const begin = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 3000\n\n');
  };
  const stopKeeping = keepAlive(response, clock, begin);
  try {
    const ended = await call.stream('events', {}, (chunk) => {
      begin();
      send(response, `event: changed\ndata: ${oneLine(chunk)}\n\n`);
    });
    if (!ended.ok && !response.headersSent) return ended;
    begin();
    response.end();
    return 'done';
  } finally {
    stopKeeping();
  }
}

/** The stream begins when the core has not refused it at once; from then on there is a sign of life. */
function keepAlive(response: ServerResponse, clock: Clock, begin: () => void): () => void {
  let stop = clock.after(limits.portals.firstEventMs, function beat(): void {
    begin();
    send(response, ':\n\n');
    stop = clock.after(limits.portals.keepAliveEventMs, beat);
  });
  return () => stop();
}

/** A page that does not read its events is not told more of them. */
function send(response: ServerResponse, text: string): void {
  response.write(text);
  if (response.writableLength > limits.portals.unsentEventBytes) response.destroy();
}

/** The core's line is one of JSON; a line break in it would begin another event. */
const oneLine = (chunk: string): string => chunk.replace(/[\r\n]+/g, ' ');
