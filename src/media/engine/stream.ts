// One stream whose end is the system, within its thread: what comes in is put in order, heard, kept and passed to its room; what plays and what
// the room says goes out, a frame every 20 ms.

import { type Clock, limits } from '#base';
import { EventReader, EventWriter } from '../dtmf/events.ts';
import { ToneKeys } from '../dtmf/tones.ts';
import type { RtpPacket } from '../rtp/packet.ts';
import type { RtpSocket } from '../rtp/rtp-socket.ts';
import type { Clips } from './clips.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import { Line } from './line.ts';
import { Player } from './player.ts';
import { keptCodecAt, mixed, Recorder } from './recorder.ts';
import { Downsampler } from './resample.ts';
import type { Room } from './room.ts';
import type {
  KeptSound,
  PlayItem,
  RecordOptions,
  RoomPart,
  SessionListener,
  SessionPlan,
  SessionStatistics,
} from './session.ts';
import { frameSamplesAt, type Rate, type VoiceCodec, voiceCodec } from './voice-codec.ts';

/** RFC 3389. */
const comfortNoise = 13;
const frameMs = 20;
const silentEveryMs = 10_000;

interface KeysInSound {
  readonly keys: ToneKeys;
  readonly down: Downsampler;
}

export interface StreamParts {
  readonly socket: RtpSocket;
  readonly clock: Clock;
  readonly clips: Clips;
  readonly listener: SessionListener;
}

export class Stream {
  part: RoomPart = { isMuted: false, isDeaf: false };
  readonly #clock: Clock;
  readonly #clips: Clips;
  readonly #listener: SessionListener;
  readonly #line: Line;
  readonly #events = new EventReader();
  readonly #writer = new EventWriter();
  #codec: VoiceCodec = voiceCodec('PCMU');
  #buffer = new JitterBuffer(this.#codec);
  #player: Player;
  #playId = 0;
  #recorder: Recorder | undefined;
  #tones: KeysInSound | undefined;
  #room: Room<Stream> | undefined;
  #heard: Int16Array | undefined;
  #silentMs = 0;
  #keysLeft: number = limits.engine.keysPerSecond;
  #keysSince = 0;

  constructor({ socket, clock, clips, listener }: StreamParts) {
    this.#clock = clock;
    this.#clips = clips;
    this.#listener = listener;
    this.#line = new Line(socket, clock, (packet) => this.#hear(packet));
    this.#player = new Player(clips, this.rate);
  }

  get rate(): Rate {
    return this.#codec.rate;
  }

  connect(plan: SessionPlan): void {
    if (plan.codec !== this.#codec.name) this.#changeCodec(plan.codec);
    if (!this.#line.use(plan)) return;
    const hasEvents = plan.eventsPayloadType !== undefined;
    this.#tones = hasEvents ? undefined : (this.#tones ?? { keys: new ToneKeys(), down: new Downsampler() });
  }

  #changeCodec(name: SessionPlan['codec']): void {
    const { rate } = this.#codec;
    this.#codec = voiceCodec(name);
    this.#buffer = new JitterBuffer(this.#codec);
    if (this.#codec.rate === rate) return;
    // What plays was made for the other rate; whoever waits for its end goes on.
    if (this.#player.isPlaying) this.#listener.played?.(this.#playId);
    this.#player = new Player(this.#clips, this.rate);
    this.#recorder?.end('stopped');
    this.#room?.changed();
  }

  play(id: number, items: readonly PlayItem[], loop: boolean): void {
    this.#playId = id;
    this.#player.play(items.slice(0, limits.engine.playItems), loop);
    if (!this.#player.isPlaying) this.#listener.played?.(id);
  }

  stopPlaying(): void {
    this.#player.stop();
  }

  skip(ms: number): void {
    this.#player.skip(ms);
  }

  halt(halted: boolean): void {
    this.#player.halt(halted);
  }

  record(options: RecordOptions): KeptSound['codec'] {
    this.#recorder?.end('stopped');
    this.#recorder = new Recorder(this.rate, options, {
      recorded: (bytes) => this.#listener.recorded?.(bytes),
      recordEnded: (why) => this.#listener.recordEnded?.(why),
    });
    return keptCodecAt(this.rate);
  }

  stopRecording(): void {
    this.#recorder?.end('stopped');
    this.#recorder = undefined;
  }

  sendDigits(digits: string): void {
    if (this.#line.plan?.eventsPayloadType !== undefined) this.#writer.press(digits);
  }

  enter(room: Room<Stream> | undefined, part: RoomPart): void {
    if (room !== this.#room) this.#room?.remove(this);
    this.part = part;
    this.#room = room;
    room?.add(this);
  }

  get room(): Room<Stream> | undefined {
    return this.#room;
  }

  /** The first half of a frame: what has been heard goes to the room. */
  listen(): void {
    const { plan } = this.#line;
    if (plan === undefined) return;
    this.#heard = plan.receives ? this.#buffer.take() : undefined;
    if (this.#tones !== undefined && this.#heard !== undefined) this.#listenForKeys(this.#tones, this.#heard);
    this.#room?.speak(this, this.#heard);
    this.#count(plan.receives);
  }

  /** The second half: what plays and what the room says goes out. */
  speak(missed: number): void {
    if (missed > 0) this.#line.pass(missed);
    const sent = this.#next();
    if (this.#recorder !== undefined) this.#record(this.#recorder, sent);
    const event = this.#writer.isPressing ? this.#writer.next(this.#line.timestamp, 160) : undefined;
    if (event !== undefined) this.#line.sendEvent(event.payload, event.startsAt, event.marker);
    else if (this.#line.plan?.sends === true) this.#line.sendFrame(this.#codec.encode(sent ?? this.#silence()));
    else this.#line.pass(1);
    this.#line.report();
  }

  statistics(paceP99Ms: number): SessionStatistics {
    const { counts, reception, unexpected } = this.#line;
    const { sent, refused, replayed, dropped } = counts;
    return {
      ...{ sent, refused, replayed, paceP99Ms },
      ...{ received: reception.received, lost: reception.lost, jitterMs: reception.jitter / 8 },
      dropped: dropped + unexpected + this.#buffer.late,
    };
  }

  close(): void {
    this.enter(undefined, this.part);
    this.#recorder?.end('closed');
    this.#player.stop();
    this.#line.close();
  }

  #next(): Int16Array | undefined {
    const played = this.#player.next(() => this.#listener.played?.(this.#playId));
    const said = this.#room?.listen(this);
    return played === undefined || said === undefined ? (played ?? said) : mixed(played, said);
  }

  #silence(): Int16Array {
    return new Int16Array(frameSamplesAt(this.rate));
  }

  #record(recorder: Recorder, sent: Int16Array | undefined): void {
    recorder.take(this.#heard ?? this.#silence(), sent);
    if (recorder.isOver && this.#recorder === recorder) this.#recorder = undefined;
  }

  #hear({ payloadType, payload, sequence, timestamp }: RtpPacket): void {
    const { plan } = this.#line;
    if (plan === undefined) return;
    this.#silentMs = 0;
    if (payloadType === plan.eventsPayloadType) this.#pressed(this.#events.read(payload, timestamp));
    const isSound = payloadType === plan.payloadType;
    if (isSound || payloadType === plan.eventsPayloadType || payloadType === comfortNoise)
      this.#buffer.add({ sequence, payload: isSound ? payload : undefined });
    else this.#line.counts.dropped++;
  }

  #listenForKeys({ keys, down }: KeysInSound, heard: Int16Array): void {
    const narrow = this.rate === 8_000 ? heard : down.take(heard);
    for (const key of keys.take(narrow)) this.#pressed(key);
  }

  #pressed(key: string): void {
    if (key === '') return;
    const now = this.#clock.steadyMs();
    if (now - this.#keysSince >= 1_000) {
      this.#keysSince = now;
      this.#keysLeft = limits.engine.keysPerSecond;
    }
    if (this.#keysLeft === 0) return;
    this.#keysLeft -= 1;
    this.#listener.digit?.(key);
  }

  #count(isExpected: boolean): void {
    this.#silentMs = isExpected ? this.#silentMs + frameMs : 0;
    if (this.#silentMs > 0 && this.#silentMs % silentEveryMs === 0) this.#listener.silent?.(this.#silentMs);
  }
}
