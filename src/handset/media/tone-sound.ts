// The sound of one call over the network: this phone's tone out, and how much of the far end's tone comes in.

import { no, type Result } from '#base';
import { AudioStream, pcma, pcmu, RtpSocket, silence, sine, ToneDetector } from '#media';
import { handsetCodes } from '../handset.codes.ts';
import { done, type Heard, type Sound, type SoundPlan, type SoundTask } from './sound.ts';

export class ToneSound implements Sound {
  readonly #task: SoundTask;
  #detector: ToneDetector;
  #socket: RtpSocket | undefined;
  #stream: AudioStream | undefined;
  #sends: SoundPlan['sends'] = 'nothing';
  #told = { frames: 0, refused: 0 };
  #isClosed = false;

  constructor(task: SoundTask) {
    this.#task = task;
    this.#detector = new ToneDetector(task.expectedHz);
  }

  get address(): string {
    return this.#task.address;
  }

  get port(): number {
    return this.#socket?.port ?? 0;
  }

  async open(): Promise<Result<void>> {
    const { address, clock } = this.#task;
    const opened = await RtpSocket.open({ address });
    if (!opened.ok) return opened;
    if (this.#isClosed) {
      await opened.value.close();
      return no(handsetCodes.refuse('handset.closed'));
    }
    this.#socket = opened.value;
    this.#stream = new AudioStream({
      socket: opened.value,
      clock,
      listener: (samples) => this.#detector.add(samples),
    });
    return done;
  }

  connect(plan: SoundPlan): void {
    if (plan.sends !== this.#sends) this.#stream?.send(plan.sends === 'tone' ? sine(this.#task.toneHz) : silence);
    this.#sends = plan.sends;
    // A phone with this sound offers no other codecs.
    const codec = plan.codec === 'PCMA' ? pcma : pcmu;
    this.#stream?.use({ ...plan, codec, sends: plan.sends !== 'nothing' });
  }

  heard(): Heard {
    const { share } = this.#detector;
    const { received = 0, refused = 0 } = this.#stream?.statistics ?? {};
    const heard = { share, frames: received - this.#told.frames, refused: refused - this.#told.refused };
    this.#told = { frames: received, refused };
    this.#detector.reset();
    return heard;
  }

  get frames(): number {
    return this.#stream?.statistics.received ?? 0;
  }

  press(keys: string): void {
    this.#stream?.sendDigits(keys);
  }

  expect(toneHz: number): void {
    this.#detector = new ToneDetector(toneHz);
  }

  close(): void {
    this.#isClosed = true;
    this.#stream?.close();
    void this.#socket?.close();
  }
}
