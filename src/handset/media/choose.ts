// The answerer's choice (RFC 3264 §6, RFC 4568 §5.1.2): which section of an offer the phone takes, and with which key.

import { no, ok, type Result } from '#base';
import {
  type Codec,
  type CryptoLine,
  type MediaSection,
  pcma,
  pcmu,
  rtpMaps,
  type SessionDescription,
  samplesPerSecond,
} from '#media';
import { handsetCodes } from '../handset.codes.ts';
import type { HandsetMedia } from '../settings.ts';

export interface Choice {
  readonly section: MediaSection;
  readonly format: string;
  readonly codec: Codec;
  /** undefined: plain RTP. */
  readonly crypto: CryptoLine | undefined;
}

/** Refuses an offer without audio that this phone can take under its policy. */
export function choose(
  offer: SessionDescription,
  policy: HandsetMedia['policy'],
  suites: readonly string[],
): Result<Choice> {
  const audio = offer.media.filter((section) => section.kind === 'audio' && section.port !== 0);
  if (policy !== 'none') {
    for (const section of audio) {
      const crypto = bestLine(section, suites);
      const codec = codecOf(section);
      if (crypto !== undefined && codec !== undefined) return ok({ section, crypto, ...codec });
    }
  }
  if (policy === 'required') return refuse('SRTP with a suite of this phone is not offered');
  const plain = audio.find((section) => isPlain(section) && codecOf(section) !== undefined);
  const codec = plain === undefined ? undefined : codecOf(plain);
  if (plain === undefined || codec === undefined) return refuse('no plain audio in G.711 is offered');
  return ok({ section: plain, crypto: undefined, ...codec });
}

const refuse = (why: string) => no(handsetCodes.refuse('handset.not-acceptable', { why }));

const isPlain = (section: MediaSection): boolean => section.protocol === 'RTP/AVP' || section.protocol === 'RTP/AVPF';

/** By our preference, not by the offerer's: the first of our suites that is there. */
function bestLine(section: MediaSection, suites: readonly string[]): CryptoLine | undefined {
  for (const suite of suites) {
    const line = section.crypto.find((each) => each.suite === suite && each.weakness === '');
    if (line !== undefined) return line;
  }
  return undefined;
}

const codecs: readonly Codec[] = [pcmu, pcma];

/** The first of the section's formats that is G.711. */
export function codecOf(section: MediaSection): { readonly format: string; readonly codec: Codec } | undefined {
  const maps = rtpMaps(section);
  for (const format of section.formats) {
    const map = maps.find((each) => each.payloadType === Number(format));
    const codec = codecs.find(({ name }) => name === map?.encoding.toUpperCase());
    if (codec !== undefined && map?.clockRate === samplesPerSecond) return { format, codec };
  }
  return undefined;
}
