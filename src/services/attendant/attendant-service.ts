// The service attendant: says who can be reached, takes a key, an extension or a name, and puts the caller through. Its law: whoever cannot be
// reached, for whatever reason, sounds the same; and it ends by itself.

import { limits } from '#base';
import type { PlayItem } from '#media';
import type { VoiceCall, VoiceService } from '#voice';
import { type AutoAttendant, numberOfKey } from './auto-attendants.form.ts';
import { type Named, namedLike } from './names.ts';

export interface AttendantOptions {
  /** The attendant at a number; undefined where there is none. */
  recordAt(number: string): AutoAttendant | undefined;
  /** A recorded greeting of a mailbox. */
  greetingOf(mailbox: string): Promise<readonly PlayItem[] | undefined>;
  modeNow(): 'day' | 'night1' | 'night2';
  extensionLength(): number;
  /** Those who may be found by name. */
  people(): Iterable<Named>;
  digits(text: string): readonly PlayItem[];
  isService(number: string): boolean;
}

const keyMs = 6_000;
/** After one key that could be all of it. */
const moreMs = 1_500;
const byName = '*';

export class AttendantService implements VoiceService {
  readonly #options: AttendantOptions;

  constructor(options: AttendantOptions) {
    this.#options = options;
  }

  async take(call: VoiceCall): Promise<void> {
    const record = this.#options.recordAt(call.service);
    if (record === undefined) return call.decline(480);
    await call.answer();
    if (!record.openIn.includes(this.#options.modeNow())) return await this.#closed(call, record);
    const greeting = await this.#greeting(record);
    for (let tries = 0; tries < record.tries; tries++) {
      const number = await this.#choice(call, record, tries === 0 ? greeting : menuOf(record));
      if (number === '') continue;
      if (await putThrough(call, number)) return;
    }
    if (this.#mayGoOn(call, record.operator) && (await putThrough(call, record.operator))) return;
    await call.tell(['common.goodbye']);
  }

  async #closed(call: VoiceCall, { closedTo }: AutoAttendant): Promise<void> {
    if (this.#mayGoOn(call, closedTo) && (await putThrough(call, closedTo))) return;
    await call.tell(['attendant.closed', 'common.goodbye']);
  }

  /** Who chooses nothing is passed on, but not from service to service for ever. */
  #mayGoOn({ transferredBy }: VoiceCall, number: string): boolean {
    const { isService } = this.#options;
    return number !== '' && !(isService(transferredBy) && isService(number));
  }

  async #greeting(record: AutoAttendant): Promise<readonly PlayItem[]> {
    const own = record.greeting === '' ? undefined : await this.#options.greetingOf(record.greeting);
    return own ?? ['attendant.welcome', ...menuOf(record)];
  }

  /** The number that the caller wants; '' where they chose none. */
  async #choice(call: VoiceCall, record: AutoAttendant, prompt: readonly PlayItem[]): Promise<string> {
    const key = (await call.say(prompt)) || (await call.digits({ most: 1, ends: '', firstMs: keyMs }));
    if (key === byName && record.dialName) return await this.#byName(call);
    if (!/^[0-9]$/.test(key)) return '';
    const most = this.#options.extensionLength() - 1;
    const rest = record.dialExtension ? await call.digits({ most, firstMs: moreMs }) : '';
    return rest === '' ? numberOfKey(record, key) : key + rest;
  }

  async #byName(call: VoiceCall): Promise<string> {
    const keys = await call.ask(['attendant.spell-name'], { most: limits.attendant.nameKeys, firstMs: keyMs });
    const found = namedLike(keys, this.#options.people(), limits.attendant.names);
    for (const [place, { number }] of found.entries()) {
      await call.tell([
        'attendant.for-extension',
        ...this.#options.digits(number),
        'attendant.press',
        `common.${place + 1}`,
      ]);
    }
    if (found.length === 0) await call.tell(['attendant.nobody-named']);
    const chosen = found.length === 0 ? '' : await call.digits({ most: 1, firstMs: keyMs });
    return found[Number(chosen || 0) - 1]?.number ?? '';
  }
}

const menuOf = ({ dialExtension, dialName, operator }: AutoAttendant): readonly PlayItem[] => [
  ...(dialExtension ? ['attendant.dial-extension'] : []),
  ...(dialName ? ['attendant.dial-name'] : []),
  ...(operator === '' ? [] : ['attendant.or-wait']),
];

/** Rings with music meanwhile; false where nobody took the call. */
export async function putThrough(call: VoiceCall, number: string, behalf?: string): Promise<boolean> {
  await call.say(['common.one-moment'], { stopOn: '' });
  call.music('music.calm');
  const reached = await call.transfer(number, behalf === undefined ? {} : { behalf });
  call.silence();
  if (!reached.ok) await call.tell(['common.not-reached']);
  return reached.ok;
}
