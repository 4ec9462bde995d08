// Who is at the other end of a connection, as its handshake showed: what every request over it carries to the core.

import type { Duplex } from 'node:stream';
import type { PortalFrom, PortalListener } from '../../../apps/core/portal-protocol.ts';

export interface Peer {
  readonly facts: Required<Pick<PortalFrom, 'listener' | 'version' | 'suite' | 'certificate' | 'certificateRefused'>>;
  /** The listener as it is configured now. */
  readonly listener: () => PortalListener;
}

const peers = new WeakMap<Duplex, Peer>();

export const notePeer = (socket: Duplex, peer: Peer): void => void peers.set(socket, peer);

/** The facts of a connection for the core; nothing of one that is not known. */
export const factsOf = (socket: Duplex): Partial<Peer['facts']> => peers.get(socket)?.facts ?? {};

/** Why the files of the tools are not for this connection; none where they are (SEC-2, the service HTTP). */
export function whyNoFiles(socket: Duplex): string | undefined {
  const peer = peers.get(socket);
  const files = peer?.listener().files;
  if (peer === undefined || files === undefined) return 'the service HTTP is not enabled for encrypted connections';
  const { suite, certificate, certificateRefused } = peer.facts;
  if (!files.suites.includes(suite)) return `the service HTTP asks for a stronger connection than ${suite}`;
  if (!files.certificate || certificate !== '') return undefined;
  const shown = certificateRefused === '' ? 'none was shown' : `the one that was shown is not: ${certificateRefused}`;
  return `the service HTTP asks for a client certificate that is recognised, and ${shown}`;
}
