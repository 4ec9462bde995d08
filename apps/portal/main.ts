// The portal process: HTTPS for browsers and programs. It holds nothing, may nothing, and asks the core on file descriptor 3.

import { Socket } from 'node:net';
import { join } from 'node:path';
import { makeLog, systemClock } from '#base';
import { openPortal, readSite } from '#portals';
import { disarm, giveUpReading } from './disarm.ts';

disarm();

const lineDescriptor = 3;
const siteFolder = join(import.meta.dirname, '..', 'web', 'dist');
const log = makeLog((line) => process.stderr.write(line));

// The core ends this process; a Ctrl-C in its terminal is meant for the core.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => process.exit());
process.stderr.on('error', () => undefined);
// After a fault nothing is certain. The core starts another portal.
process.on('uncaughtException', (fault) => {
  log.fault('the portal ends', fault);
  process.exit(1);
});

await openPortal({
  stream: new Socket({ fd: lineDescriptor, readable: true, writable: true }),
  site: readSite(siteFolder),
  clock: systemClock,
  log,
  onEnd: () => process.exit(),
});
giveUpReading();
