// The descriptions of one call, as a phone offers and answers them (RFC 3264, 4568), and the sound that follows from them.

import { no, ok, type Result, randomHex, randomKey } from '#base';
import {
  suites as allSuites,
  answerSecurity,
  type CryptoLine,
  composeSdp,
  type Direction,
  type EngineCodec,
  keyAndSalt,
  type MediaSection,
  printCrypto,
  readSdp,
  type SectionPlan,
  type SessionDescription,
  type StreamKey,
  suiteNamed,
} from '#media';
import { handsetCodes } from '../handset.codes.ts';
import type { HandsetMedia } from '../settings.ts';
import { type Choice, choose, chosenCodec, usualCodecs } from './choose.ts';
import { done, type Sound } from './sound.ts';

/** The suites that SRTP of this system can do itself, the best first. */
export const ownSuites: readonly string[] = allSuites.filter(({ cipher }) => cipher !== 'F8').map(({ name }) => name);

/** 'no': talking. The others: how this phone holds the other one. */
export type Holding = 'no' | 'sendonly' | 'inactive';

interface Agreed {
  readonly section: MediaSection;
  readonly session: SessionDescription;
  readonly codec: EngineCodec;
  readonly payloadType: number;
  readonly events: number | undefined;
  readonly suite: string;
  readonly receiveKey: StreamKey | undefined;
}

/** An offer that was read and what was chosen of it. */
interface Considered {
  readonly text: string;
  readonly session: SessionDescription;
  readonly choice: Choice;
}

const payloadTypes: Readonly<Record<EngineCodec, number>> = { PCMU: 0, PCMA: 8, G722: 9 };
/** What most phones use for telephone events. */
const usualEvents = 101;

/** Sixteen keys (RFC 4733 §2.4.1). */
const eventLines = (format: number): readonly string[] => [
  `a=rtpmap:${format} telephone-event/8000`,
  `a=fmtp:${format} 0-15`,
];

export class CallMedia {
  holding: Holding = 'no';
  readonly #settings: HandsetMedia;
  readonly #suites: readonly string[];
  readonly #tamper: boolean;
  readonly #sound: Sound;
  readonly #id = String(Number.parseInt(randomHex(6), 16));
  #version = 0;
  #last = '';
  #printed = '';
  /**
   * Our key of each suite, the same for as long as the far end is: a description that is sent again means the same. A suite that is
   * left loses its key, for a stream that came back to it would use parts of it twice.
   */
  readonly #keys = new Map<string, Buffer>();
  #wrongKey: StreamKey | undefined;
  #offered = '';
  #considered: Considered | undefined;
  #agreed: Agreed | undefined;

  constructor(settings: HandsetMedia, sound: Sound, tamper: boolean) {
    this.#settings = settings;
    this.#suites = settings.suites ?? ownSuites;
    this.#sound = sound;
    this.#tamper = tamper;
  }

  /** Does an offer of ours wait for its answer? */
  get offering(): boolean {
    return this.#offered !== '';
  }

  /** Has an offer been answered, by either end? */
  get settled(): boolean {
    return this.#agreed !== undefined;
  }

  /** Registered name of the SRTP suite in use; '' for plain RTP or nothing yet. */
  get suite(): string {
    return this.#agreed?.suite ?? '';
  }

  /** What the far end last said that it does. */
  get farDirection(): Direction {
    return this.#agreed?.section.direction ?? 'sendrecv';
  }

  /** Does the far end hold this phone? */
  get heldByFar(): boolean {
    return this.#agreed !== undefined && !receives(this.farDirection);
  }

  /** `fresh`: with new keys, for nobody has said who will answer. What is sent changes with the answer. */
  offer(fresh = false): string {
    const { policy, codecs = usualCodecs, events = false } = this.#settings;
    if (fresh) this.#keys.clear();
    const keyed = policy === 'none' ? [] : this.#suites;
    // With both allowed the keys ride on a plain section (RFC 8643), so that a phone without SRTP can take it.
    const protocol = policy === 'required' ? 'RTP/SAVP' : 'RTP/AVP';
    const crypto = keyed.map((suite, place) => printCrypto(place + 1, suite, this.#keyOf(suite)));
    const formats = [...codecs.map((name) => payloadTypes[name]), ...(events ? [usualEvents] : [])].map(String);
    const maps = codecs.map((name) => `a=rtpmap:${payloadTypes[name]} ${name}/8000`);
    const attributes = [...maps, ...(events ? eventLines(usualEvents) : []), ...crypto];
    this.#offered = this.#print([this.#section(protocol, formats, [...attributes, `a=${directionOf(this.holding)}`])]);
    return this.#offered;
  }

  /** Can this offer be answered? What was found out is kept for the answer. */
  consider(text: string): Result<Considered> {
    if (this.#considered?.text === text) return ok(this.#considered);
    const offer = readSdp(text);
    if (!offer.ok) return offer;
    const choice = choose(offer.value, this.#settings, this.#suites);
    if (!choice.ok) return choice;
    this.#considered = { text, session: offer.value, choice: choice.value };
    return ok(this.#considered);
  }

  /** The answer to a far end's offer; what it asks for holds from now on. */
  answer(text: string): Result<string> {
    const considered = this.consider(text);
    if (!considered.ok) return considered;
    const { session, choice } = considered.value;
    const { section, crypto, codec, format, events } = choice;
    if (this.#isSomebodyElse(session, choice)) this.#keys.clear();
    const answer = this.#print(session.media.map((each) => this.#answerSection(each, choice)));
    this.#agree({
      section,
      session,
      ...{ codec, events, payloadType: Number(format) },
      suite: crypto?.suite ?? '',
      receiveKey: crypto === undefined ? undefined : streamKey(crypto),
    });
    return ok(answer);
  }

  /** Takes the answer to our offer. `preview`: of an unreliable provisional answer, which the final one repeats. */
  accept(text: string, preview = false): Result<void> {
    const offer = readSdp(this.#offered);
    const answer = readSdp(text);
    if (!answer.ok) return answer;
    if (!offer.ok) return refuse('an answer came without an offer');
    const judged = answerSecurity(offer.value, answer.value);
    if (!judged.ok) return judged;
    const section = answer.value.media[0];
    const chosen =
      section && chosenCodec(section, this.#settings.codecs ?? usualCodecs, this.#settings.events ?? false);
    if (section === undefined || chosen === undefined || section.port === 0) return refuse('the audio was refused');
    const crypto = section.crypto[0];
    const suite = judged.value.audioSuite;
    if (suite === '' && this.#settings.policy === 'required') return refuse('the answer is not encrypted');
    if (!preview) this.#offered = '';
    const receiveKey = suite === '' || crypto === undefined ? undefined : streamKey(crypto);
    const payloadType = Number(chosen.format);
    const { codec, events } = chosen;
    this.#agree({ section, session: answer.value, codec, payloadType, events, suite, receiveKey });
    return done;
  }

  /** Our offer was refused: what was agreed before holds (RFC 3264 §4). */
  withdraw(): void {
    this.#offered = '';
  }

  /** Another address or another key than the last: whoever was there before is not to hear what comes now. */
  #isSomebodyElse(session: SessionDescription, { section, crypto }: Choice): boolean {
    const before = this.#agreed;
    if (before === undefined) return false;
    const key = crypto === undefined ? undefined : keyAndSalt(crypto);
    return (
      placeOf(section, session) !== placeOf(before.section, before.session) ||
      (key !== undefined && before.receiveKey !== undefined && !key.equals(before.receiveKey.key))
    );
  }

  #keyOf(name: string): Buffer {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const suite = suiteNamed(name);
    const key = randomKey((suite?.keyBytes ?? 0) + (suite?.saltBytes ?? 0));
    this.#keys.set(name, key);
    return key;
  }

  #section(protocol: string, formats: readonly string[], attributes: readonly string[]): SectionPlan {
    return { kind: 'audio', port: this.#sound.port, protocol, formats, attributes };
  }

  #answerSection(offered: MediaSection, { section, format, codec, events, crypto }: Choice): SectionPlan {
    const { kind, protocol, formats } = offered;
    if (offered !== section) return { kind, port: 0, protocol, formats, attributes: [] };
    const key = crypto === undefined ? [] : [printCrypto(crypto.tag, crypto.suite, this.#keyOf(crypto.suite))];
    const direction = `a=${answerDirection(offered.direction, directionOf(this.holding))}`;
    const map = `a=rtpmap:${format} ${codec}/8000`;
    if (events === undefined) return this.#section(protocol, [format], [map, ...key, direction]);
    return this.#section(protocol, [format, String(events)], [map, ...eventLines(events), ...key, direction]);
  }

  /** The version rises whenever what follows the `o=` line changes, and only then (RFC 3264 §8, RFC 4028 §7.4). */
  #print(sections: readonly SectionPlan[]): string {
    const { address } = this.#sound;
    const compose = (version: number): string =>
      composeSdp(
        {
          user: '-',
          id: this.#id,
          version: String(version),
          netType: 'IN',
          addressType: address.includes(':') ? 'IP6' : 'IP4',
          address,
        },
        sections,
      );
    const plain = compose(0);
    if (plain !== this.#last) {
      this.#last = plain;
      this.#version += 1;
      this.#printed = compose(this.#version);
    }
    return this.#printed;
  }

  #agree(agreed: Agreed): void {
    if (this.suite !== '' && this.suite !== agreed.suite) this.#keys.delete(this.suite);
    this.#agreed = agreed;
    const { section, session, codec, payloadType, events, suite, receiveKey } = agreed;
    const far = section.direction;
    this.#sound.connect({
      remote: { address: addressOf(section, session), port: section.port },
      ...{ codec, payloadType, eventsPayloadType: events },
      sendKey: suite === '' ? undefined : this.#sendKey(suite),
      receiveKey,
      sends: this.holding === 'inactive' || !receives(far) ? 'nothing' : this.holding === 'no' ? 'tone' : 'silence',
      receives: this.holding === 'no' && sends(far),
    });
  }

  #sendKey(suite: string): StreamKey {
    const key = this.#keyOf(suite);
    if (!this.#tamper) return { suite, key };
    if (this.#wrongKey?.suite !== suite) this.#wrongKey = { suite, key: randomKey(key.length) };
    return this.#wrongKey;
  }
}

const refuse = (why: string): Result<never> => no(handsetCodes.refuse('handset.not-acceptable', { why }));

function streamKey(line: CryptoLine): StreamKey | undefined {
  const key = keyAndSalt(line);
  return key === undefined ? undefined : { suite: line.suite, key };
}

const addressOf = (section: MediaSection, session: SessionDescription): string =>
  (section.connection ?? session.connection)?.address ?? '';

const placeOf = (section: MediaSection, session: SessionDescription): string =>
  `${addressOf(section, session)} ${section.port}`;

const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';

const directionOf = (holding: Holding): Direction => (holding === 'no' ? 'sendrecv' : holding);

/** What remains of what we want when the offerer says what it does (RFC 3264 §6.1). */
function answerDirection(offered: Direction, ours: Direction): Direction {
  const weSend = sends(ours) && receives(offered);
  const weReceive = receives(ours) && sends(offered);
  if (weSend) return weReceive ? 'sendrecv' : 'sendonly';
  return weReceive ? 'recvonly' : 'inactive';
}
