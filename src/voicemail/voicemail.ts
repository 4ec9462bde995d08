// Voicemail: who was passed on to it leaves a message, who calls it themselves hears theirs. Messages that are old go by themselves.

import type { Cancel } from '#base';
import type { VoiceCall, VoiceService } from '#voice';
import type { Kept } from './store/kept-sounds.ts';
import { Depositing, deposit } from './stories/deposit.ts';
import type { VoicemailParts } from './stories/parts.ts';
import { retrieval } from './stories/retrieval.ts';

const dayMs = 86_400_000;
/** After a start, when calls have settled. */
const firstTidyMs = 60_000;

export class Voicemail implements VoiceService {
  readonly #parts: VoicemailParts;
  readonly #depositing = new Depositing();
  #tidying: Cancel | undefined;

  constructor(parts: VoicemailParts) {
    this.#parts = parts;
  }

  async take(call: VoiceCall): Promise<void> {
    const mailbox = this.#mailboxOf(call);
    if (mailbox === undefined) await retrieval(call, this.#parts);
    else await deposit(call, mailbox, this.#parts, this.#depositing);
  }

  /** For the lamp (RFC 3842): messages that nobody has heard, and others. */
  messagesOf(number: string): { readonly fresh: number; readonly heard: number } {
    const messages = this.#parts.sounds.of(number, 'message');
    const fresh = messages.filter(({ state }) => state === 'new').length;
    return { fresh, heard: messages.length - fresh };
  }

  /** Deletes what is older than the options keep it, now and every day. */
  keepTidy(): void {
    this.#tidyAfter(firstTidyMs);
  }

  stop(): void {
    this.#tidying?.();
  }

  /** Everything of a mailbox that is not there any more. */
  async forget(number: string): Promise<void> {
    const { sounds } = this.#parts;
    for (const kind of ['message', 'greeting', 'name'] as const)
      for (const sound of sounds.of(number, kind)) await sounds.remove(sound);
  }

  async tidy(): Promise<void> {
    const { sounds, clock, options } = this.#parts;
    const { newDays, heardDays, savedDays } = options();
    const days: Readonly<Record<Kept['state'], number>> = { new: newDays, heard: heardDays, saved: savedDays, kept: 0 };
    const isOld = ({ state, changedAtMs }: Kept): boolean =>
      days[state] > 0 && clock.nowMs() - changedAtMs > days[state] * dayMs;
    for (const owner of [...sounds.owners]) {
      const old = sounds.of(owner, 'message').filter(isOld);
      for (const message of old) await sounds.remove(message);
      if (old.length > 0) this.#note(owner, old.length);
    }
  }

  #tidyAfter(ms: number): void {
    this.#tidying = this.#parts.clock.after(ms, () => {
      void this.tidy();
      this.#tidyAfter(dayMs);
    });
  }

  #note(owner: string, count: number): void {
    this.#parts.note({
      ...{ level: 'low', action: 'messages deleted' },
      actor: { user: 'system', sourceIp: '', application: 'Voicemail', context: 'Retention' },
      data: `Mailbox: ${owner}; Messages: ${count}`,
    });
  }

  /** The last who passed the call on and has a mailbox; or whoever put the caller through to here. */
  #mailboxOf({ forwardedBy, transferredBy }: VoiceCall) {
    const { mailbox } = this.#parts;
    for (const { number } of forwardedBy) {
      const found = mailbox(number);
      if (found !== undefined) return found;
    }
    return transferredBy === '' ? undefined : mailbox(transferredBy);
  }
}
