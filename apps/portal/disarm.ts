// What Node's permission model leaves to a process that it should not have: taken away before anything else runs.

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

/**
 * Signals to other processes: SIGUSR1 would open a debugger in the core, SIGKILL would end it. Priorities of other
 * processes. None of it asks the permission model; what is not there cannot be called.
 */
export function disarm(): void {
  for (const name of ['kill', '_kill', '_debugProcess', '_debugEnd']) Reflect.deleteProperty(process, name);
  Reflect.deleteProperty(os, 'setPriority');
  syncBuiltinESMExports();
}

/** From here on nothing is read from disk any more: all that this process runs on is in memory. */
export function giveUpReading(): void {
  process.permission?.drop('fs.read');
}
