// A certificate for the peers: P-256, as Ringfence's own.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export async function selfSigned(directory: string): Promise<{ keyFile: string; certificateFile: string }> {
  const keyFile = join(directory, 'peer.key');
  const certificateFile = join(directory, 'peer.pem');
  if (!existsSync(keyFile)) {
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', keyFile, '-out', certificateFile],
    ]);
    if (made.status !== 0) throw new Error(`openssl failed: ${made.stderr.toString()}`);
  }
  return { keyFile, certificateFile };
}
