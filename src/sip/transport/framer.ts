// The framer: cuts a stream into messages at whatever bytes it arrives in (RFC 3261 §7.5, §18.3; RFC 5626 §4.4.1).

import { limits } from '#base';
import { contentLength } from './content-length.ts';

/** Who hears of what was cut. */
export interface FramerUser {
  /** One whole message. The bytes may be used during the call only. */
  onFrame(bytes: Buffer): void;
  /** Empty lines between messages: one answers a keep-alive or is stray, two are a keep-alive. */
  onEmptyLines(count: number): void;
  /** The stream cannot be cut any further. `head` is there when it is whole and may be answered with the status. */
  onBroken(status: number, reason: string, head: Buffer | undefined): void;
}

const carriageReturn = 13;
const lineFeed = 10;
const headEnding = Buffer.from('\r\n\r\n');
const firstPartBytes = 1_024;

export class Framer {
  readonly #user: FramerUser;
  /** A message that has begun, and how many bytes of it there are. */
  #part: Buffer | undefined;
  #partBytes = 0;
  /** Of that message: how far its head was looked through, and its whole length once that is known. */
  #searched = 0;
  #wholeBytes = 0;
  #stopped = false;

  constructor(user: FramerUser) {
    this.#user = user;
  }

  /** Bytes of a message that has begun. */
  get partBytes(): number {
    return this.#partBytes;
  }

  /** Cuts no more; what was kept is let go. */
  stop(): void {
    this.#stopped = true;
    this.#part = undefined;
    this.#partBytes = 0;
  }

  push(chunk: Buffer): void {
    if (this.#stopped) return;
    const bytes = this.#part === undefined ? chunk : this.#joined(chunk);
    let start = 0;
    while (start < bytes.length) {
      if (this.#searched === 0) start = this.#skipEmptyLines(bytes, start);
      const end = this.#endOfMessage(bytes, start);
      if (this.#stopped) return;
      if (end < 0) break;
      this.#searched = 0;
      this.#wholeBytes = 0;
      this.#user.onFrame(end - start === bytes.length ? bytes : bytes.subarray(start, end));
      if (this.#stopped) return;
      start = end;
    }
    this.#keep(bytes, start);
  }

  /** The position after the empty lines at `start`. */
  #skipEmptyLines(bytes: Buffer, start: number): number {
    let at = start;
    while (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) at += 2;
    if (at > start) this.#user.onEmptyLines((at - start) / 2);
    return at;
  }

  /** The position after the message that begins at `start`; -1 when it is not all there, or broken. */
  #endOfMessage(bytes: Buffer, start: number): number {
    if (this.#stopped || start >= bytes.length || isHalfLine(bytes, start)) return -1;
    if (this.#wholeBytes === 0) this.#wholeBytes = this.#measure(bytes, start);
    const end = start + this.#wholeBytes;
    return this.#wholeBytes > 0 && end <= bytes.length ? end : -1;
  }

  /** The whole length of the message that begins at `start`; 0 while its head is not all there. */
  #measure(bytes: Buffer, start: number): number {
    // A message begins with a method or 'SIP'. A TLS handshake, for one, does not.
    if (!isVisible(bytes[start] ?? 0)) return this.#break(400, 'Not SIP', undefined);
    const headEnd = bytes.indexOf(headEnding, start + Math.max(0, this.#searched - 3));
    const headBytes = (headEnd < 0 ? bytes.length : headEnd) - start;
    if (headBytes > limits.sip.headBytes) return this.#break(513, 'Head Too Large', undefined);
    this.#searched = headBytes;
    if (headEnd < 0) return 0;
    const length = contentLength(bytes, start, headEnd);
    const head = bytes.subarray(start, headEnd + headEnding.length);
    if (typeof length !== 'number') return this.#break(400, length, head);
    if (head.length + length > limits.sip.messageBytes) return this.#break(513, 'Message Too Large', head);
    return head.length + length;
  }

  #break(status: number, reason: string, head: Buffer | undefined): number {
    this.stop();
    this.#user.onBroken(status, reason, head);
    return 0;
  }

  /** What was kept with the chunk behind it. Grows by doubling, so that a byte at a time costs no more than all at once. */
  #joined(chunk: Buffer): Buffer {
    const length = this.#partBytes + chunk.length;
    let part = this.#part ?? Buffer.alloc(0);
    if (part.length < length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, part.length * 2));
      part.copy(larger, 0, 0, this.#partBytes);
      this.#part = part = larger;
    }
    chunk.copy(part, this.#partBytes);
    this.#partBytes = length;
    return part.subarray(0, length);
  }

  /** Keeps bytes[start…]: a copy, as the chunk's memory may be far larger. */
  #keep(bytes: Buffer, start: number): void {
    const left = bytes.length - start;
    if (left === 0) {
      this.#part = undefined;
    } else if (start > 0 || this.#part === undefined) {
      const part = Buffer.allocUnsafeSlow(Math.max(left, firstPartBytes));
      bytes.copy(part, 0, start);
      this.#part = part;
    }
    this.#partBytes = left;
  }
}

/** True of a last CR that may become an empty line. */
const isHalfLine = (bytes: Buffer, start: number): boolean =>
  bytes[start] === carriageReturn && start + 1 === bytes.length;

const isVisible = (code: number): boolean => code > 32 && code < 127;
