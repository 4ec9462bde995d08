// The sound of a call with the system, as the built-in phone needs it: a session of the media engine behind the face of a phone's sound.

import { ok, type Result } from '#base';
import type { Heard, Sound, SoundPlan } from '#handset';
import type { MediaSession, OpenSession, SessionListener } from '#media';

export type OpenOwnSession = (open: OpenSession) => Promise<Result<MediaSession>>;

const nothingHeard: Heard = { share: 0, frames: 0, refused: 0 };

export class OwnSound implements Sound {
  readonly address: string;
  readonly frames = 0;
  readonly #open: () => Promise<Result<MediaSession>>;
  readonly #listener: SessionListener;
  #session: MediaSession | undefined;
  #isClosed = false;

  constructor(open: OpenOwnSession, where: OpenSession, listener: SessionListener) {
    this.address = where.address;
    this.#open = () => open(where);
    this.#listener = listener;
  }

  get port(): number {
    return this.#session?.port ?? 0;
  }

  /** Undefined before it is open, and once it is closed. */
  get session(): MediaSession | undefined {
    return this.#isClosed ? undefined : this.#session;
  }

  async open(): Promise<Result<void>> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    if (this.#isClosed) void opened.value.close();
    else opened.value.listen(this.#listener);
    this.#session = opened.value;
    return ok(undefined);
  }

  connect(plan: SoundPlan): void {
    this.session?.connect({ ...plan, sends: plan.sends !== 'nothing' });
  }

  heard(): Heard {
    return nothingHeard;
  }

  expect(): void {}

  press(keys: string): void {
    this.session?.sendDigits(keys);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#session?.close();
  }
}
