// The seal of archives: each piece under the master key, bound to its archive and to its place in it.

import { Secret } from '#base';
import type { ArchiveSeal } from '#records';
import type { Sealer } from '#security';

export function archiveSeal(sealer: Sealer): ArchiveSeal {
  const placeOf = (archive: string, piece: string) => ({ form: 'audit-archives', key: archive, field: piece });
  return {
    seal: (archive, piece, text) => sealer.seal(placeOf(archive, piece), new Secret(text)),
    open(archive, piece, sealed) {
      const opened = sealer.open(placeOf(archive, piece), sealed);
      return opened.ok ? opened.value.reveal() : undefined;
    },
  };
}
