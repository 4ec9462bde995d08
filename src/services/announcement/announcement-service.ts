// The service announcement: says it so often, and puts the caller through or hangs up.

import type { PlayItem } from '#media';
import type { VoiceCall, VoiceService } from '#voice';
import { putThrough } from '../attendant/attendant-service.ts';
import type { Announcement } from './announcements.form.ts';

export interface AnnouncementOptions {
  recordAt(number: string): Announcement | undefined;
  isService(number: string): boolean;
  /** A recorded greeting of a mailbox. */
  greetingOf(mailbox: string): Promise<readonly PlayItem[] | undefined>;
}

const betweenMs = 1_000;

export class AnnouncementService implements VoiceService {
  readonly #options: AnnouncementOptions;

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  async take(call: VoiceCall): Promise<void> {
    const record = this.#options.recordAt(call.service);
    if (record === undefined) return call.decline(480);
    const own = record.recording === '' ? undefined : await this.#options.greetingOf(record.recording);
    await call.answer();
    for (let time = 0; time < record.times; time++)
      await call.say([...(own ?? [`announcement.${record.sentence}`]), { silenceMs: betweenMs }], { stopOn: '' });
    const { isService } = this.#options;
    // Not from service to service for ever.
    const isRound = isService(call.transferredBy) && isService(record.afterwards);
    if (record.afterwards !== '' && !isRound) await putThrough(call, record.afterwards);
  }
}
