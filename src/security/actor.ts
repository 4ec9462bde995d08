// The actor: on whose behalf something is done. Every change and every audit entry names one.

import type { Rights } from './access/rights.ts';
import type { ConnectionFacts } from './tls/judge.ts';

export interface Actor {
  /** Login id, extension number, or `local` for the owner of this machine's socket. */
  readonly user: string;
  /** Blank for this machine's own socket. */
  readonly sourceIp: string;
  /** The way in: `Command line`, `SIP`, `System`, the name of a tool. */
  readonly application: string;
  /** What it was part of: a command, a call, a start. Blank where there is nothing to say. */
  readonly context: string;
  /** Of a person who has logged in; without them the way in decides (the machine's owner, the system, a phone). */
  readonly rights?: Rights;
  /** The public id of their session. */
  readonly session?: string;
  /** The connection over which a person asks; it must not be lost by what they do. */
  readonly connection?: ConnectionFacts;
}

/** The owner of the local socket, whom the operating system has let in. */
export const localActor = (context: string): Actor => ({
  user: 'local',
  sourceIp: '',
  application: 'Command line',
  context,
});

/** The system itself: starts, stops, renewals. */
export const systemActor = (context: string): Actor => ({
  user: 'system',
  sourceIp: '',
  application: 'System',
  context,
});
