// Messages, greetings and names as they lie on disk: a row for what is known of each, sealed, and a sealed file for its sound. Its law: a
// sound is there when its row is, and its row is written only once the file is whole and on disk; what a crash leaves of others is removed.

import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, Events, type Log, limits, no, ok, type Result, randomHex, Secret } from '#base';
import type { KeptSound } from '#media';
import type { AuditFact } from '#records';
import { makeFileKey, readSealedFile, SealedWriter, type Sealer, systemActor } from '#security';
import type { KeptSoundRow, Storage, Tx } from '#storage';
import { voicemailCodes } from '../voicemail.codes.ts';

export type SoundKind = 'message' | 'greeting' | 'name';
/** 'kept': of what is no message. */
export type SoundState = 'new' | 'heard' | 'saved' | 'kept';

/** What is known of a sound besides whose it is. */
export interface SoundFacts {
  readonly codec: KeptSound['codec'];
  readonly ms: number;
  /** Who said it, as far as it may be shown; '' where it is withheld. */
  readonly number: string;
  readonly name: string;
  /** The extension that said it; '' for somebody from outside. */
  readonly extension: string;
  readonly urgent: boolean;
}

export interface Kept extends SoundFacts {
  readonly id: string;
  readonly owner: string;
  readonly kind: SoundKind;
  readonly state: SoundState;
  readonly atMs: number;
  readonly changedAtMs: number;
}

export interface KeptSoundsOptions {
  readonly storage: Pick<Storage, 'keptSound' | 'transaction'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  /** Where the files lie; made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly note: (fact: AuditFact) => void;
}

const bytesPerMs = 8;
const actor = systemActor('Voicemail');

export class KeptSounds {
  /** Whose sounds have changed. */
  readonly changed: Events<string>;
  /** What is written together with a message that comes, or not at all. */
  alongside: ((tx: Tx, message: Kept) => Promise<void>) | undefined;
  readonly #options: KeptSoundsOptions;
  readonly #kept = new Map<string, Map<string, Kept>>();
  readonly #keys = new Map<string, Buffer>();

  private constructor(options: KeptSoundsOptions) {
    this.#options = options;
    this.changed = new Events('kept sounds', options.log);
  }

  /** With what was kept before; files without a row and rows without a file are removed, the latter on record. */
  static async open(options: KeptSoundsOptions): Promise<KeptSounds> {
    const sounds = new KeptSounds(options);
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const files = new Set(readdirSync(options.folder));
    for (const row of await options.storage.keptSound.all()) {
      if (!files.delete(row.id)) await sounds.#lost(row, 'its file is not there');
      else if (!sounds.#learn(row)) options.log.warn(`what is known of a kept sound cannot be opened: ${row.id}`);
    }
    for (const name of files) await rm(join(options.folder, name), { force: true });
    return sounds;
  }

  /** Of one kind, the oldest first. */
  of(owner: string, kind: SoundKind): Kept[] {
    return [...(this.#kept.get(owner)?.values() ?? [])].filter((one) => one.kind === kind);
  }

  get owners(): Iterable<string> {
    return this.#kept.keys();
  }

  /** Begins to keep a sound; it is there once `finish` has said so. */
  begin(): Keeping {
    const id = randomHex(16);
    const key = makeFileKey();
    const writer = new SealedWriter(join(this.#options.folder, id), key);
    return new Keeping(writer, key, (facts, place) => this.#add({ id, key, ...place }, facts));
  }

  /** By its id; undefined where it is gone. */
  message(owner: string, id: string): Kept | undefined {
    return this.#kept.get(owner)?.get(id);
  }

  /** The sound itself. */
  async read({ id, codec }: Kept): Promise<Result<KeptSound>> {
    const key = this.#keys.get(id) ?? Buffer.alloc(0);
    const read = await readSealedFile(join(this.#options.folder, id), key);
    return read.ok ? ok({ codec, bytes: read.value }) : read;
  }

  /** Keeps a sound that there is for somebody else too. */
  async copy(kept: Kept, owner: string, facts: Partial<SoundFacts> = {}): Promise<Result<Kept>> {
    const read = await this.read(kept);
    if (!read.ok) return read;
    const keeping = this.begin();
    keeping.append(read.value.bytes, kept.codec);
    const { number, name, extension, urgent } = { ...kept, ...facts };
    return await keeping.finish({ number, name, extension, urgent }, { owner, kind: 'message', state: 'new' });
  }

  async setState(kept: Kept, state: SoundState): Promise<void> {
    const changedAtMs = this.#options.clock.nowMs();
    await this.#options.storage.transaction((tx) =>
      this.#options.storage.keptSound.setState(tx, kept.id, state, changedAtMs),
    );
    const known = this.#kept.get(kept.owner);
    if (known?.has(kept.id) === true) known.set(kept.id, { ...kept, state, changedAtMs });
    this.changed.emit(kept.owner);
  }

  /** With its key: what may be left of the file on the disk opens no more. */
  async remove({ id, owner }: Kept): Promise<void> {
    await this.#options.storage.transaction((tx) => this.#options.storage.keptSound.delete(tx, id));
    this.#keys.get(id)?.fill(0);
    this.#keys.delete(id);
    this.#kept.get(owner)?.delete(id);
    await rm(join(this.#options.folder, id), { force: true });
    this.changed.emit(owner);
  }

  async #add(place: Place & { readonly id: string; readonly key: Buffer }, facts: SoundFacts): Promise<Result<Kept>> {
    const { storage, clock, folder, log } = this.#options;
    const { id, key, owner, kind, state } = place;
    const atMs = clock.nowMs();
    const row = { id, owner, kind, state, atMs, changedAtMs: atMs, body: this.#seal(id, owner, key, facts) };
    const kept: Kept = { ...facts, id, owner, kind, state, atMs, changedAtMs: atMs };
    if (this.#keys.size >= limits.voicemail.sounds)
      return no(voicemailCodes.refuse('voicemail.full', { number: owner }));
    try {
      await storage.transaction(async (tx) => {
        await storage.keptSound.insert(tx, row);
        if (kind === 'message') await this.alongside?.(tx, kept);
      });
    } catch (fault) {
      log.fault('a sound could not be kept', fault);
      await rm(join(folder, id), { force: true });
      return no(voicemailCodes.refuse('voicemail.not-kept', { why: 'the database took it not' }));
    }
    this.#keep(kept, key);
    this.changed.emit(owner);
    return ok(kept);
  }

  #keep(kept: Kept, key: Buffer): void {
    const known = this.#kept.get(kept.owner) ?? new Map<string, Kept>();
    known.set(kept.id, kept);
    this.#kept.set(kept.owner, known);
    this.#keys.set(kept.id, key);
  }

  #seal(id: string, owner: string, key: Buffer, facts: SoundFacts): string {
    const text = JSON.stringify({ ...facts, key: key.toString('base64') });
    return this.#options.sealer.seal({ form: 'kept-sound', key: id, field: owner }, new Secret(text));
  }

  #learn(row: KeptSoundRow): boolean {
    const { id, owner, atMs, changedAtMs, body } = row;
    const opened = this.#options.sealer.open({ form: 'kept-sound', key: id, field: owner }, body);
    if (!opened.ok) return false;
    // Written by #seal.
    const { key, ...facts } = JSON.parse(opened.value.reveal()) as SoundFacts & { readonly key: string };
    // Written by #add.
    const [kind, state] = [row.kind as SoundKind, row.state as SoundState];
    this.#keep({ ...facts, id, owner, kind, state, atMs, changedAtMs }, Buffer.from(key, 'base64'));
    return true;
  }

  async #lost({ id, owner, kind }: KeptSoundRow, why: string): Promise<void> {
    await this.#options.storage.transaction((tx) => this.#options.storage.keptSound.delete(tx, id));
    this.#options.note({
      ...{ level: 'high', actor, action: 'sound lost' },
      data: `Mailbox: ${owner}; Kind: ${kind}; Reason: ${why}`,
    });
  }
}

/** Where a sound is to lie. */
interface Place {
  readonly owner: string;
  readonly kind: SoundKind;
  readonly state: SoundState;
}

type Commit = (facts: SoundFacts, place: Place) => Promise<Result<Kept>>;

/** A sound on its way to the disk. */
export class Keeping {
  readonly #writer: SealedWriter;
  readonly #key: Buffer;
  readonly #commit: Commit;
  #codec: KeptSound['codec'] = 'PCMU';
  #bytes = 0;
  #sealed: Promise<Result<void>> | undefined;
  #isOver = false;

  constructor(writer: SealedWriter, key: Buffer, commit: Commit) {
    this.#writer = writer;
    this.#key = key;
    this.#commit = commit;
  }

  get ms(): number {
    return this.#bytes / bytesPerMs;
  }

  /** It has been kept, or given up. */
  get isOver(): boolean {
    return this.#isOver;
  }

  append(bytes: Uint8Array, codec: KeptSound['codec']): void {
    this.#codec = codec;
    this.#bytes += bytes.length;
    this.#writer.append(bytes);
  }

  /** What has been said, before it is kept; nothing can be added after that. */
  async sound(): Promise<Result<KeptSound>> {
    const sealed = await this.#seal();
    if (!sealed.ok) return sealed;
    const read = await readSealedFile(this.#writer.path, this.#key);
    return read.ok ? ok({ codec: this.#codec, bytes: read.value }) : read;
  }

  /** It is kept when this has said so. */
  async finish(facts: Omit<SoundFacts, 'ms' | 'codec'>, place: Place): Promise<Result<Kept>> {
    this.#isOver = true;
    const sealed = await this.#seal();
    if (!sealed.ok) return no(voicemailCodes.refuse('voicemail.not-kept', { why: sealed.refusal.words }));
    return await this.#commit({ ...facts, codec: this.#codec, ms: this.ms }, place);
  }

  discard(): Promise<void> {
    this.#isOver = true;
    return this.#writer.discard();
  }

  #seal(): Promise<Result<void>> {
    this.#sealed ??= this.#writer.finish();
    return this.#sealed;
  }
}
