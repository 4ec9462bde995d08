// A process that keeps messages one after the other until it is killed, and says of each when it has been confirmed: `node depositor.ts FOLDER`.

import { join } from 'node:path';
import { silentLog, systemClock } from '#base';
import { MasterKey, Sealer } from '#security';
import { openStorage } from '#storage';
import { KeptSounds } from '#voicemail';

const masterKey = Buffer.alloc(32, 3);
const pieceBytes = 8_000;
const mostPieces = 6;

export async function openSounds(folder: string): Promise<{ sounds: KeptSounds; close: () => Promise<void> }> {
  const storage = await openStorage({ dialect: 'sqlite', directory: folder }, silentLog);
  if (!storage.ok) throw new Error(storage.refusal.words);
  const sounds = await KeptSounds.open({
    ...{
      storage: storage.value,
      clock: systemClock,
      log: silentLog,
      note: (fact) => console.log(`noted ${fact.data}`),
    },
    ...{ sealer: new Sealer(new MasterKey(masterKey)), folder: join(folder, 'voicemail') },
  });
  return { sounds, close: () => storage.value.close() };
}

/** What a message of so many pieces is: each piece is its number over and over. */
export const pieceOf = (number: number): Buffer => Buffer.alloc(pieceBytes, number);

if (import.meta.main) {
  const { sounds } = await openSounds(process.argv[2] ?? '');
  console.log('ready');
  for (let count = 0; ; count++) {
    const keeping = sounds.begin();
    const pieces = 1 + (count % mostPieces);
    for (let piece = 0; piece < pieces; piece++) {
      keeping.append(pieceOf(piece), 'PCMU');
      await new Promise((resolve) => setImmediate(resolve));
    }
    const facts = { number: '201', name: 'Anna', extension: '201', urgent: false };
    const kept = await keeping.finish(facts, { owner: '202', kind: 'message', state: 'new' });
    if (kept.ok) console.log(`kept ${kept.value.id} ${pieces}`);
  }
}
