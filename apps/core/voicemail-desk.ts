// Voicemail joined to the configuration and to the lamps of phones: mailboxes are records, passcodes are sealed there, and a message that comes or
// goes is told to whoever watches.

import { type Administration, rowsSource } from '#administration';
import { type Clock, type Log, no, ok, type Result } from '#base';
import { type CallServer, usersAndServices } from '#calls';
import type { PlayItem } from '#media';
import { PinGuard, systemActor } from '#security';
import { KeptSounds, mailboxStates, Voicemail, type VoicemailSpeech, vmOptions, voiceMailboxes } from '#voicemail';
import type { Changes } from './changes.ts';
import type { House } from './house.ts';

export interface VoicemailDeskParts {
  readonly house: Pick<House, 'administration' | 'storage' | 'security' | 'directory' | 'trail'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly speech: VoicemailSpeech;
  readonly changes: Pick<Changes, 'note'>;
}

const folder = 'voicemail';
const minuteMs = 60_000;
const context = 'Mailbox';

export class VoicemailDesk {
  readonly voicemail: Voicemail;
  readonly sounds: KeptSounds;
  readonly guard: PinGuard;

  private constructor(voicemail: Voicemail, sounds: KeptSounds, guard: PinGuard) {
    this.voicemail = voicemail;
    this.sounds = sounds;
    this.guard = guard;
  }

  static async open(parts: VoicemailDeskParts): Promise<VoicemailDesk> {
    const { house, clock, log, speech, changes } = parts;
    const { administration, storage, security, directory, trail } = house;
    const options = () => administration.configuration.single(vmOptions);
    const note = trail.note.bind(trail);
    const guard = await PinGuard.open({
      ...{ storage, clock, log, note, kind: 'mailbox' },
      most: () => options().attempts,
      windowMs: () => 0,
      lockMs: () => options().lockMinutes * minuteMs,
      changed: () => changes.note(mailboxStates.id),
    });
    const sounds = await KeptSounds.open({
      ...{ storage, clock, log, note, sealer: security.sealer },
      folder: directory.file(folder),
    });
    const boxes = () => administration.configuration.records(voiceMailboxes);
    const voicemail = new Voicemail({
      ...{ clock, sounds, guard, speech, options, note },
      mailbox: (number) => {
        const box = boxes().get(number);
        return box?.enabled === true ? box : undefined;
      },
      passcodeOf: (number) => {
        const passcode = administration.reveal(voiceMailboxes, number, 'passcode');
        return passcode.ok ? passcode.value.reveal() : undefined;
      },
      change: (number, patch) => changeBox(administration, number, patch),
      arrived: () => undefined,
    });
    return new VoicemailDesk(voicemail, sounds, guard);
  }

  /** From now on lamps are told, a new passcode opens a lock, and what belongs to a mailbox goes with it. */
  follow(administration: Administration, calls: CallServer, changes: Pick<Changes, 'note'>): void {
    this.sounds.changed.on((number) => {
      calls.watching.subscriptions.changed(number);
      changes.note(mailboxStates.id);
    });
    administration.onChange(voiceMailboxes, ({ key, after, secrets }) => {
      if (after === undefined) void this.voicemail.forget(key);
      if (after === undefined || secrets.includes('passcode')) this.guard.reset(key);
      changes.note(mailboxStates.id);
    });
    administration.source(
      mailboxStates,
      rowsSource(
        mailboxStates,
        () => this.#rows(administration),
        async (_actor, _action, number) => {
          this.guard.reset(number);
          return ok(undefined);
        },
      ),
    );
    this.voicemail.keepTidy();
  }

  /** What the owner of a mailbox has recorded as its greeting; undefined where there is nothing. */
  async greetingOf(number: string): Promise<readonly PlayItem[] | undefined> {
    const kept = this.sounds.of(number, 'greeting').at(-1);
    const read = kept && (await this.sounds.read(kept));
    return read?.ok === true ? [read.value] : undefined;
  }

  async close(): Promise<void> {
    this.voicemail.stop();
    await this.guard.settled();
  }

  #rows(administration: Administration) {
    const people = administration.configuration.records(usersAndServices);
    return [...administration.configuration.records(voiceMailboxes).keys()].map((number) => {
      const { fresh, heard } = this.voicemail.messagesOf(number);
      const ms = this.sounds.of(number, 'message').reduce((sum, message) => sum + message.ms, 0);
      const name = people.get(number)?.name ?? '';
      return { number, name, fresh, heard, seconds: Math.round(ms / 1_000), locked: this.guard.isLocked(number) };
    });
  }
}

/** One field after the other: that the passcode is known to its owner alone is said after it was set, which says the opposite. */
async function changeBox(
  administration: Administration,
  number: string,
  patch: Readonly<Record<string, unknown>>,
): Promise<Result<void>> {
  const actor = { ...systemActor(context), user: number };
  for (const [field, value] of Object.entries(patch)) {
    const change = { kind: 'change', form: voiceMailboxes.id, key: number, patch: { [field]: value } } as const;
    const done = await administration.change(actor, [change]);
    const [refusal] = done.ok ? [] : done.refusal;
    if (refusal !== undefined) return no(refusal);
  }
  return ok(undefined);
}
