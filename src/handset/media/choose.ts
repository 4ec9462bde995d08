// The answerer's choice (RFC 3264 §6, RFC 4568 §5.1.2): which section of an offer the phone takes, and with which key.

import { no, ok, type Result } from '#base';
import {
  type CryptoLine,
  type EngineCodec,
  type MediaSection,
  rtpMaps,
  type SessionDescription,
  samplesPerSecond,
} from '#media';
import { handsetCodes } from '../handset.codes.ts';
import type { HandsetMedia } from '../settings.ts';

export interface Choice {
  readonly section: MediaSection;
  readonly format: string;
  readonly codec: EngineCodec;
  /** Payload type of telephone events; undefined where they are not offered, or this phone does not take them. */
  readonly events: number | undefined;
  /** undefined: plain RTP. */
  readonly crypto: CryptoLine | undefined;
}

/** Refuses an offer without audio that this phone can take under its policy. */
export function choose(
  offer: SessionDescription,
  { policy, codecs = usualCodecs, events = false }: Pick<HandsetMedia, 'policy' | 'codecs' | 'events'>,
  suites: readonly string[],
): Result<Choice> {
  const codecOf = (section: MediaSection) => chosenCodec(section, codecs, events);
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
  if (plain === undefined || codec === undefined) return refuse('no plain audio in a codec of this phone is offered');
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

export const usualCodecs: readonly EngineCodec[] = ['PCMU', 'PCMA'];

/** The first of the section's formats that the phone speaks, and the telephone events beside it. */
export function chosenCodec(
  section: MediaSection,
  codecs: readonly EngineCodec[],
  takesEvents: boolean,
): Pick<Choice, 'format' | 'codec' | 'events'> | undefined {
  const maps = rtpMaps(section).filter(({ clockRate }) => clockRate === samplesPerSecond);
  const eventsMap = maps.find(({ encoding }) => encoding.toLowerCase() === 'telephone-event');
  const events = takesEvents ? eventsMap?.payloadType : undefined;
  for (const format of section.formats) {
    const map = maps.find((each) => each.payloadType === Number(format));
    const codec = codecs.find((name) => name === map?.encoding.toUpperCase());
    if (codec !== undefined) return { format, codec, events };
  }
  return undefined;
}
