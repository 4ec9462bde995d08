// A caller for tests of stories: presses keys, hears what is said, and hangs up. Nothing of it takes time but what waits for keys.

import { type Clock, no, ok, type Refusal, type Result } from '#base';
import type { PlayItem, RoomPart } from '#media';
import {
  CallOver,
  type DigitsOptions,
  type Recorded,
  type RecordingOptions,
  type SayOptions,
  type TransferOptions,
  type VoiceCall,
} from '#voice';

interface FakeFacts {
  readonly service: string;
  readonly extension?: string;
  readonly number?: string;
  readonly trunk?: string;
  readonly transferredBy?: string;
  readonly isSecure?: boolean;
  /** What each transfer comes to, in turn; default reached. */
  readonly transfers?: (Refusal | undefined)[];
}

type Settle = { take(digit: string): boolean; fail(): void };

let calls = 0;

export class FakeCall implements VoiceCall {
  readonly id = `call-${++calls}`;
  readonly service: string;
  readonly caller: { number: string; name: string; extension: string; trunk: string };
  readonly transferredBy: string;
  readonly forwardedBy = [];
  isSecure: boolean;
  isOver = false;
  isAnswered = false;
  declined = 0;
  /** Everything that was said, in order; music as `music NAME`. */
  readonly heard: string[] = [];
  room: string | undefined;
  part: RoomPart | undefined;
  music_ = '';
  readonly transferred: string[] = [];
  /** Said when they are asked for their name; nothing at all when 0. */
  nameMs = 1_000;
  /** Holds a transfer until it is let go. */
  transferring: ((reached: Result<void>) => void) | undefined;
  isTransferHeld = false;
  readonly #clock: Clock;
  readonly #transfers: (Refusal | undefined)[];
  readonly #over: (() => void)[] = [];
  #keys = '';
  #listener: ((digit: string) => void) | undefined;
  #waiting: Settle | undefined;

  constructor(clock: Clock, facts: FakeFacts) {
    this.#clock = clock;
    this.service = facts.service;
    const { extension = '', trunk = extension === '' ? 'telco' : '', number = extension } = facts;
    this.caller = { number, name: '', extension, trunk };
    this.transferredBy = facts.transferredBy ?? '';
    this.isSecure = facts.isSecure ?? true;
    this.#transfers = facts.transfers ?? [];
  }

  whenOver(task: () => void): void {
    if (this.isOver) task();
    else this.#over.push(task);
  }

  async answer(): Promise<void> {
    this.#alive();
    this.isAnswered = true;
  }

  ring(): void {}

  decline(status: number): void {
    this.declined = status;
    this.hangUp();
  }

  async say(items: readonly PlayItem[], { stopOn = '0123456789*#' }: SayOptions = {}): Promise<string> {
    this.#alive();
    for (const item of items) this.heard.push(typeof item === 'string' ? item : wordOf(item));
    const [key = ''] = this.#keys;
    await Promise.resolve();
    this.#alive();
    if (key === '' || !stopOn.includes(key)) return '';
    this.#keys = this.#keys.slice(1);
    return key;
  }

  async tell(items: readonly PlayItem[]): Promise<void> {
    await this.say(items, { stopOn: '' });
  }

  async digits({ most, ends = '#', firstMs = 5_000, nextMs = 3_000 }: DigitsOptions): Promise<string> {
    let digits = '';
    while (digits.length < most) {
      const digit = await this.#next(digits === '' ? firstMs : nextMs);
      if (digit === '' || ends.includes(digit)) break;
      digits += digit;
    }
    return digits;
  }

  async ask(items: readonly PlayItem[], options: DigitsOptions): Promise<string> {
    await this.say(items, { stopOn: '' });
    return await this.digits(options);
  }

  async play(items: readonly PlayItem[]): Promise<void> {
    await this.say(items);
  }

  async record({ piece }: RecordingOptions): Promise<Recorded> {
    this.#alive();
    await Promise.resolve();
    if (this.nameMs > 0) piece(new Uint8Array(this.nameMs * 8), 'PCMU');
    return { why: 'silence', digit: '', codec: 'PCMU', ms: this.nameMs };
  }

  music(clip: string): void {
    this.music_ = clip;
  }

  silence(): void {
    this.music_ = '';
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ms, resolve);
      this.whenOver(() => {
        cancel();
        reject(new CallOver());
      });
    });
  }

  onDigit(listener: ((digit: string) => void) | undefined): void {
    this.#listener = listener;
    if (listener === undefined) return;
    for (const digit of this.#keys) listener(digit);
    this.#keys = '';
  }

  join(room: string | undefined, part?: RoomPart): void {
    this.room = this.isOver ? undefined : room;
    this.part = part;
  }

  async transfer(number: string, { behalf }: TransferOptions = {}): Promise<Result<void>> {
    this.#alive();
    this.transferred.push(behalf === undefined ? number : `${number} for ${behalf}`);
    const refusal = this.#transfers.shift();
    const reached: Result<void> = this.isTransferHeld
      ? await new Promise((resolve) => {
          this.transferring = resolve;
        })
      : refusal === undefined
        ? ok(undefined)
        : no(refusal);
    this.#alive();
    if (reached.ok) this.hangUp();
    return reached;
  }

  hangUp(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.room = undefined;
    this.#waiting?.fail();
    for (const task of this.#over.splice(0)) task();
  }

  /** The caller presses these. */
  press(keys: string): void {
    for (const key of keys) {
      if (this.#waiting?.take(key) === true) continue;
      if (this.#listener === undefined) this.#keys += key;
      else this.#listener(key);
    }
  }

  #next(waitMs: number): Promise<string> {
    if (this.isOver) return Promise.reject(new CallOver());
    const [key = ''] = this.#keys;
    this.#keys = this.#keys.slice(1);
    if (key !== '') return Promise.resolve(key);
    return new Promise((resolve, reject) => {
      const end = (run: () => void): void => {
        cancel();
        this.#waiting = undefined;
        run();
      };
      const cancel = this.#clock.after(waitMs, () => end(() => resolve('')));
      this.#waiting = {
        take: (digit) => {
          end(() => resolve(digit));
          return true;
        },
        fail: () => end(() => reject(new CallOver())),
      };
    });
  }

  #alive(): void {
    if (this.isOver) throw new CallOver();
  }
}

const wordOf = (item: Exclude<PlayItem, string>): string => {
  if ('toneHz' in item) return `tone ${item.toneHz}`;
  return 'silenceMs' in item ? 'pause' : `sound ${item.bytes.length}`;
};

/** Lets every story come to where it waits. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Runs a story as the room voice does: the end of its call is no fault, and a story that ends hangs up. */
export async function runStory(take: (call: VoiceCall) => Promise<void>, call: FakeCall): Promise<void> {
  try {
    await take(call);
  } catch (fault) {
    if (!(fault instanceof CallOver)) throw fault;
  }
  call.hangUp();
}
