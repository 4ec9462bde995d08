// A thread of the media engine: takes orders and tells what happens. It holds sockets and keys of its sessions, and knows nothing else.

import { parentPort, workerData } from 'node:worker_threads';
import { systemClock, takeFaultsOfTasks } from '#base';
import type { ClipPlaces, FromThread, SessionOrder } from './protocol.ts';
import { Sessions, wordsOf } from './sessions.ts';

// This thread is started by media-engine.ts alone, with the clips.
const { samples, names } = workerData as ClipPlaces;
const clips = new Map(names.map(({ name, start, length }) => [name, samples.subarray(start, start + length)]));

function tell(what: FromThread): void {
  const bytes = 'told' in what && what.told.kind === 'recorded' ? what.told.bytes.buffer : undefined;
  parentPort?.postMessage(what, bytes instanceof ArrayBuffer ? [bytes] : []);
}

takeFaultsOfTasks((fault) => tell({ fault: wordsOf(fault) }));

const sessions = new Sessions({ clock: systemClock, clipOf: (name) => clips.get(name), tell });
parentPort?.on('message', (order: SessionOrder) => {
  sessions.take(order).catch((fault: unknown) => tell({ fault: wordsOf(fault) }));
});
