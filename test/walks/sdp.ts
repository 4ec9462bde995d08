// The session descriptions of the walks, as real phones write them.

const key = (of: number, bytes: number): string =>
  Buffer.alloc(bytes, Buffer.from(of < 256 ? [of] : [of >> 8, of & 255])).toString('base64');

export type Media = 'srtp' | 'either' | 'plain';

export interface SdpChoice {
  /** `srtp`: RTP/SAVP with keys; `either`: RTP/AVP with keys (RFC 8643); `plain`: RTP/AVP. */
  readonly media?: Media;
  /** Tells keys and addresses of the phones apart. */
  readonly of?: number;
  readonly version?: number;
  readonly direction?: string;
  readonly port?: number;
  /** Whole lines to end with. */
  readonly more?: readonly string[];
  /** Only this suite, with this tag: what an answer chooses. */
  readonly suite?: readonly [tag: number, name: string, bytes: number];
}

const offered: readonly (readonly [number, string, number])[] = [
  [1, 'AEAD_AES_256_GCM', 44],
  [2, 'AES_CM_128_HMAC_SHA1_80', 30],
];

/** A description of one audio stream. */
export function sdp(choice: SdpChoice = {}): string {
  const { media = 'srtp', of = 1, version = 1, direction = 'sendrecv', port = 40_000 + of, more = [], suite } = choice;
  const suites = suite === undefined ? offered : [suite];
  const crypto =
    media === 'plain'
      ? []
      : suites.map(([tag, name, bytes]) => `a=crypto:${tag} ${name} inline:${key(of * 16 + tag, bytes)}`);
  const lines = [
    'v=0',
    `o=phone${of} 4711 ${version} IN IP4 198.51.100.${of}`,
    's=-',
    `c=IN IP4 198.51.100.${of}`,
    't=0 0',
    `m=audio ${port} ${media === 'srtp' ? 'RTP/SAVP' : 'RTP/AVP'} 0 8 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    ...crypto,
    `a=${direction}`,
    ...more,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The answer of a phone to the offers above. */
export const answerSdp = (choice: SdpChoice = {}): string =>
  sdp({ of: 2, ...(choice.media === 'plain' ? {} : { suite: [1, 'AEAD_AES_256_GCM', 44] as const }), ...choice });

/** Every way in which a key may stand in a message. */
export const showsKey = (text: string): boolean => /a=crypto|inline:|^k=|a=key-mgmt/im.test(text);

/** What kind of media a description offers. */
export const mediaOf = (text: string): Media =>
  /RTP\/SAVP/.test(text) ? 'srtp' : /a=crypto/.test(text) ? 'either' : 'plain';
