// What a phone of the walks believes of its media: what it has described, what it was described, and so to whom it sends and with which key.

import { readSdp, type SessionDescription } from '#media';

/** `srtp`: nothing else; `either`: SRTP where the other can; `plain`: none. */
export type Wants = 'srtp' | 'either' | 'plain';

export interface MediaManners {
  readonly wants: Wants;
  /** Does it write the same key into every description of a dialog? The others draw a new one each time. */
  readonly keepsKeys: boolean;
}

/** One way of one stream: where it is sent, and with which key; '' is nowhere, or none. */
export interface Way {
  readonly place: string;
  readonly key: string;
}

/** What a phone does with its media now. */
export interface Belief {
  /** Has anything been agreed on that has a stream? */
  readonly active: boolean;
  readonly sending: Way;
  readonly hearing: Way;
  readonly sends: boolean;
  readonly hears: boolean;
}

const idle: Belief = {
  active: false,
  sending: { place: '', key: '' },
  hearing: { place: '', key: '' },
  sends: false,
  hears: false,
};

const suites = [
  [1, 'AEAD_AES_256_GCM', 44],
  [2, 'AES_CM_128_HMAC_SHA1_80', 30],
] as const;

let drawn = 0;
/** A key that nobody has had before. */
const drawKey = (bytes: number): string => {
  const key = Buffer.alloc(bytes, 7);
  key.writeUInt32BE(++drawn, 0);
  return key.toString('base64');
};

/** Every key that stands in a text. */
export const keysIn = (text: string): string[] =>
  Array.from(text.matchAll(/inline:([^|\s;]+)/g), ([, key]) => key ?? '');

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const sends = (direction: string): boolean => direction === 'sendrecv' || direction === 'sendonly';
const hears = (direction: string): boolean => direction === 'sendrecv' || direction === 'recvonly';
const directionOf = (isSent: boolean, isHeard: boolean): Direction =>
  isSent ? (isHeard ? 'sendrecv' : 'sendonly') : isHeard ? 'recvonly' : 'inactive';

function read(text: string): SessionDescription {
  const found = readSdp(text);
  if (!found.ok) throw new Error(`a phone was sent a description that it cannot read: ${found.refusal.words}`);
  return found.value;
}

interface Stream {
  readonly port: number;
  readonly place: string;
  readonly protocol: string;
  readonly direction: string;
  readonly keys: readonly (readonly [tag: number, suite: string, key: string])[];
}

/** The one stream of a description, as its reader understands it. */
function streamOf(text: string): Stream {
  const sdp = read(text);
  const [section] = sdp.media;
  if (section === undefined) return { port: 0, place: '', protocol: '', direction: 'inactive', keys: [] };
  const address = /^c=IN IP[46] (\S+)/m.exec(text)?.[1] ?? '';
  const keys = section.crypto.map(({ tag, suite, keys: [key] }) => [tag, suite, key?.base64 ?? ''] as const);
  const isNowhere = address === '0.0.0.0';
  const direction = isNowhere ? directionOf(sends(section.direction), false) : section.direction;
  return { port: section.port, place: `${address}:${section.port}`, protocol: section.protocol, direction, keys };
}

/** The media of one dialog of one phone. */
export class Believed {
  readonly #manners: MediaManners;
  readonly #address: string;
  readonly #port: number;
  readonly #kept = new Map<string, string>();
  /** In how many descriptions each key has stood. */
  readonly #written = new Map<string, number>();
  #version = 0;
  #offered: string | undefined;
  #own = '';
  #far = '';
  /** Has the user put the call on hold? */
  isHolding = false;

  constructor(manners: MediaManners, address: string, port: number) {
    this.#manners = manners;
    this.#address = address;
    this.#port = port;
  }

  /** Is an offer of its own waiting for its answer? */
  get isOpen(): boolean {
    return this.#offered !== undefined;
  }

  /** Has it described itself with this key before? */
  hasRepeated(key: string): boolean {
    return (this.#written.get(key) ?? 0) > 1;
  }

  /** An offer of its own. */
  offer(): string {
    const { wants } = this.#manners;
    const crypto = wants === 'plain' ? [] : suites.map(([tag, suite, bytes]) => this.#crypto(tag, suite, bytes));
    this.#offered = this.#print(wants === 'srtp' ? 'RTP/SAVP' : 'RTP/AVP', crypto, this.#direction());
    return this.#offered;
  }

  /** Nothing came of its offer. */
  withdraw(): void {
    this.#offered = undefined;
  }

  /** The answer to its offer came. */
  took(answer: string): void {
    if (this.#offered === undefined) return;
    if (answer !== '') {
      this.#own = this.#offered;
      this.#far = answer;
    }
    this.#offered = undefined;
  }

  /** Its answer to an offer; undefined where it cannot take it. */
  answer(offer: string): string | undefined {
    const far = streamOf(offer);
    const { wants } = this.#manners;
    const chosen = wants === 'plain' ? undefined : far.keys[0];
    if (far.protocol === 'RTP/SAVP' && far.port !== 0 && chosen === undefined) return undefined;
    if (wants === 'srtp' && far.port !== 0 && chosen === undefined) return undefined;
    const bytes = suites.find(([, suite]) => suite === chosen?.[1])?.[2] ?? 30;
    const crypto = chosen === undefined || far.port === 0 ? [] : [this.#crypto(chosen[0], chosen[1], bytes)];
    const own = this.#direction();
    const direction = directionOf(sends(own) && hears(far.direction), hears(own) && sends(far.direction));
    this.#far = offer;
    this.#own = this.#print(far.protocol, crypto, direction, far.port === 0 ? 0 : this.#port);
    return this.#own;
  }

  get belief(): Belief {
    if (this.#own === '' || this.#far === '') return idle;
    const [own, far] = [streamOf(this.#own), streamOf(this.#far)];
    if (own.port === 0 || far.port === 0) return idle;
    // Whoever answered wrote one line, the other had it among theirs.
    const [one] = own.keys.length <= far.keys.length ? own.keys : far.keys;
    const keyOf = (stream: Stream): string => stream.keys.find(([tag]) => tag === one?.[0])?.[2] ?? '';
    const [ownKey, farKey] = one === undefined ? ['', ''] : [keyOf(own), keyOf(far)];
    const isEncrypted = ownKey !== '' && farKey !== '';
    return {
      active: true,
      sending: { place: far.place, key: isEncrypted ? ownKey : '' },
      hearing: { place: own.place, key: isEncrypted ? farKey : '' },
      sends: sends(own.direction) && hears(far.direction),
      hears: hears(own.direction) && sends(far.direction),
    };
  }

  #direction(): Direction {
    return this.isHolding ? 'sendonly' : 'sendrecv';
  }

  #crypto(tag: number, suite: string, bytes: number): string {
    const key = (this.#manners.keepsKeys ? this.#kept.get(suite) : undefined) ?? drawKey(bytes);
    this.#kept.set(suite, key);
    this.#written.set(key, (this.#written.get(key) ?? 0) + 1);
    return `a=crypto:${tag} ${suite} inline:${key}`;
  }

  #print(protocol: string, crypto: readonly string[], direction: Direction, port = this.#port): string {
    const lines = [
      'v=0',
      `o=phone 4711 ${++this.#version} IN IP4 ${this.#address}`,
      's=-',
      `c=IN IP4 ${this.#address}`,
      't=0 0',
      `m=audio ${port} ${protocol} 0 8 101`,
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      ...crypto,
      `a=${direction}`,
    ];
    return `${lines.join('\r\n')}\r\n`;
  }
}
