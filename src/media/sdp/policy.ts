// Which descriptions keep their media secret: judged from the lines alone, before and after the other side answers.

import { no, ok, type Refusal, type Result } from '#base';
import { mediaCodes } from '../media.codes.ts';
import type { CryptoLine } from './crypto.ts';
import type { Direction, MediaSection, SessionDescription } from './description.ts';
import { closed, keeping, withSections } from './print.ts';

/** What an offer allows: only SRTP, either, only plain RTP, or nothing because it demands SRTP without a usable key. */
export type OfferSecurity = 'srtp' | 'either' | 'plain' | 'broken';

/** What offer and answer together came to. */
export interface AnswerSecurity {
  /** Every active section is SRTP, encrypted and authenticated. */
  readonly secure: boolean;
  /** One per section: the negotiated suite's registered name; '' for a plain or a refused one. */
  readonly suites: readonly string[];
  /** That of the first active audio section. */
  readonly audioSuite: string;
  /** Whether any section is active. */
  readonly active: boolean;
}

const isUsable = (line: CryptoLine): boolean => line.weakness === '';

/** `RTP/SAVP` or `RTP/SAVPF`: SRTP or nothing, with keys in the description. */
const isSavp = (section: MediaSection): boolean => section.protocol === 'RTP/SAVP' || section.protocol === 'RTP/SAVPF';

/** `RTP/AVP` or `RTP/AVPF`: plain, unless keys come along (RFC 8643). */
const isAvp = (section: MediaSection): boolean => section.protocol === 'RTP/AVP' || section.protocol === 'RTP/AVPF';

const isActive = (section: MediaSection): boolean => section.port !== 0;

function sectionSecurity(section: MediaSection): OfferSecurity {
  const keyed = section.crypto.some(isUsable);
  if (isSavp(section)) return keyed ? 'srtp' : 'broken';
  if (isAvp(section)) return keyed ? 'either' : 'plain';
  // Keys by DTLS (RFC 5764) are not understood here; what is not RTP at all cannot be encrypted by it.
  return section.protocol.startsWith('UDP/TLS/') ? 'broken' : 'plain';
}

/** What an offer allows over all its active sections; 'plain' when none is active. */
export function offerSecurity(sdp: SessionDescription): OfferSecurity {
  let together: OfferSecurity | undefined;
  for (const section of sdp.media) {
    if (!isActive(section)) continue;
    const one = sectionSecurity(section);
    if (one === 'broken') return 'broken';
    together = together === undefined || together === one ? one : 'either';
  }
  return together ?? 'plain';
}

/**
 * The description with its keys taken out, so that the other side can only answer with plain RTP.
 * A section that is SRTP or nothing is switched off when a plain one of its kind stands beside it;
 * alone it is refused: `media.keys-needed`.
 */
export function withoutKeys(sdp: SessionDescription): Result<SessionDescription> {
  const needed = sdp.media.find((each) => isActive(each) && isSavp(each) && !hasTwin(sdp, each, isAvp));
  if (needed !== undefined) return no(mediaCodes.refuse('media.keys-needed', { kind: needed.kind }));
  return ok(withSections(sdp, (each) => (isSavp(each) && isActive(each) ? closed(each) : keeping(each, () => false))));
}

/**
 * The description with its weak keys and its plain RTP sections taken out, so that nothing weak can be chosen.
 * A plain section that has no SRTP one of its kind beside it is refused: `media.keys-missing`.
 * Sections that allow either (RFC 8643) stay: only the answer tells, see `answerSecurity`.
 */
export function withoutPlain(sdp: SessionDescription): Result<SessionDescription> {
  const hasKey = (section: MediaSection): boolean => section.crypto.some(isUsable);
  const missing = sdp.media.find((each) => isActive(each) && !hasKey(each) && !hasTwin(sdp, each, hasKey));
  if (missing !== undefined) return no(mediaCodes.refuse('media.keys-missing', { kind: missing.kind }));
  return ok(
    withSections(sdp, (each) => {
      if (!isActive(each)) return each;
      if (!hasKey(each)) return closed(each);
      return each.crypto.every(isUsable) ? each : keeping(each, (place) => each.crypto[place]?.weakness === '');
    }),
  );
}

function hasTwin(sdp: SessionDescription, one: MediaSection, fits: (section: MediaSection) => boolean): boolean {
  return sdp.media.some((each) => each !== one && isActive(each) && each.kind === one.kind && fits(each));
}

/**
 * What offer and answer together came to.
 * Refuses an answer with other sections than the offer's (RFC 3264 §6), and one whose key does not fit an offered
 * crypto line by tag and suite, is missing where it is needed, comes twice, or repeats the offerer's own (RFC 4568 §5.1.2).
 * A key that answers an offer without any keeps nothing secret: such a section is plain.
 */
export function answerSecurity(offer: SessionDescription, answer: SessionDescription): Result<AnswerSecurity> {
  if (answer.media.length !== offer.media.length) return mismatch('it has not as many media sections');
  const suites: string[] = [];
  let secure = true;
  let active = false;
  let audioSuite: string | undefined;
  for (const [place, answered] of answer.media.entries()) {
    const offered = offer.media[place];
    if (offered === undefined) continue;
    const wrong = mismatchOf(offered, answered);
    if (wrong !== '') return mismatch(wrong);
    const suite = isActive(answered) ? suiteOf(offered, answered) : '';
    if (typeof suite !== 'string') return no(suite);
    suites.push(suite);
    if (!isActive(answered)) continue;
    active = true;
    if (suite === '') secure = false;
    if (answered.kind === 'audio') audioSuite ??= suite;
  }
  return ok({ secure: secure && active, suites, audioSuite: audioSuite ?? '', active });
}

const mismatch = (what: string) => no(mediaCodes.refuse('media.answer-mismatch', { what }));

function mismatchOf(offered: MediaSection, answered: MediaSection): string {
  if (answered.kind !== offered.kind) return `${answered.kind} answers ${offered.kind}`;
  if (!isActive(answered)) return '';
  if (!isActive(offered)) return 'it switches on a section that was offered switched off';
  return answered.protocol === offered.protocol ? '' : `${answered.protocol} answers ${offered.protocol}`;
}

/** The suite of one active section: '' when it is plain. */
function suiteOf(offered: MediaSection, answered: MediaSection): string | Refusal {
  const refuse = (what: string) => mediaCodes.refuse('media.answer-key', { kind: answered.kind, what });
  const [key, second] = answered.crypto;
  if (!isSavp(offered) && !isAvp(offered)) return '';
  // Some phones (baresip 1.0.0) write a key into every answer. Where none was offered it keys nothing, and they know it.
  if (isAvp(offered) && offered.crypto.length === 0) return '';
  if (key === undefined) return isSavp(offered) ? refuse('it has none') : '';
  if (second !== undefined) return refuse('it has more than one');
  const chosen = offered.crypto.find((line) => line.tag === key.tag);
  if (chosen === undefined || chosen.suite !== key.suite) return refuse('its tag and suite were not offered together');
  if (!isUsable(chosen)) return '';
  if (!isUsable(key)) return refuse(key.weakness);
  return isSameKey(chosen, key) ? refuse('it is the one that was offered') : key.suite;
}

/** One key for both directions encrypts two streams alike as soon as they share a synchronization source. */
function isSameKey(one: CryptoLine, other: CryptoLine): boolean {
  return one.keys.some((key) => other.keys.some((each) => sameBase64(each.base64, key.base64)));
}

function sameBase64(a: string, b: string): boolean {
  return a === b || a.replace(/=+$/, '') === b.replace(/=+$/, '');
}

/** Whether the writer puts the other side on hold: it receives nothing on any active section, of which there is one. */
export function isHold(sdp: SessionDescription): boolean {
  let active = false;
  for (const section of sdp.media) {
    if (!isActive(section)) continue;
    if (section.direction === 'sendrecv' || section.direction === 'recvonly') return false;
    active = true;
  }
  return active;
}

/** The direction of the first active audio section, seen from the writer; 'inactive' when there is none. */
export function audioDirection(sdp: SessionDescription): Direction {
  return sdp.media.find((each) => each.kind === 'audio' && isActive(each))?.direction ?? 'inactive';
}
