// Our own o= line towards one side: its version rises whenever what it stands for changes (RFC 3264 §8).

import { randomHex } from '#base';
import { printSdp, type SessionDescription, withOrigin } from '#media';

export class OwnOrigin {
  readonly #id = String(Number.parseInt(randomHex(6), 16));
  #version = 1;
  #printed = '';

  /** The description with our origin; the very text of the last time where nothing else has changed. */
  print(sdp: SessionDescription): string {
    const same = this.#text(sdp);
    if (same === this.#printed) return same;
    if (this.#printed !== '') this.#version += 1;
    this.#printed = this.#printed === '' ? same : this.#text(sdp);
    return this.#printed;
  }

  #text(sdp: SessionDescription): string {
    return printSdp(withOrigin(sdp, { id: this.#id, version: String(this.#version) }));
  }
}
