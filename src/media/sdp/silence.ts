// Descriptions under which nothing is heard: of a party that has nobody to talk to for the moment (RFC 3264 §8.4).

import { randomKey } from '#base';
import { suiteNamed } from '../suites.ts';
import { type CryptoLine, printCrypto } from './crypto.ts';
import type { MediaSection, SessionDescription } from './description.ts';
import { closed, withSections } from './print.ts';

const isDirection = (line: string): boolean => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line);

/** The same description with nothing sent or taken on any stream. */
export function silenced(sdp: SessionDescription): SessionDescription {
  const lines = sdp.lines.filter((line) => !isDirection(line));
  return withSections({ ...sdp, lines }, (section) => inactive(section));
}

function inactive(section: MediaSection): MediaSection {
  const lines = [...section.lines.filter((line) => !isDirection(line)), 'a=inactive'];
  return { ...section, direction: 'inactive', lines };
}

/**
 * The answer of one who has no media yet but will offer some later: the first audio stream is taken without anything being sent, the
 * others are refused. Its key protects nothing and is nobody's.
 */
export function answerOfNobody(offer: SessionDescription): SessionDescription {
  const taken = offer.media.find(({ kind, port }) => kind === 'audio' && port !== 0);
  const lines = offer.lines.filter((line) => /^[vst]=/.test(line));
  const [version = 'v=0', ...rest] = lines;
  const head = [version, 'o=- 1 1 IN IP4 0.0.0.0', ...rest.slice(0, 1), 'c=IN IP4 0.0.0.0', ...rest.slice(1)];
  const origin = { user: '-', id: '1', version: '1', netType: 'IN', addressType: 'IP4', address: '0.0.0.0' };
  return {
    ...withSections({ ...offer, origin }, (section) => (section === taken ? takenByNobody(section) : closed(section))),
    lines: head,
  };
}

function takenByNobody(section: MediaSection): MediaSection {
  const { kind, protocol, formats, crypto } = section;
  const key = crypto.find(({ weakness }) => weakness === '');
  const lines = [
    `m=${kind} 9 ${protocol} ${formats.join(' ')}`,
    ...section.lines.filter((line) => /^a=(rtpmap|fmtp):/.test(line)),
    ...(key === undefined ? [] : [ownKey(key)]),
    'a=inactive',
  ];
  return { ...section, port: 9, direction: 'inactive', connection: undefined, lines };
}

function ownKey({ tag, suite }: CryptoLine): string {
  const { keyBytes = 0, saltBytes = 0 } = suiteNamed(suite) ?? {};
  return printCrypto(tag, suite, randomKey(keyBytes + saltBytes));
}
