// Descriptions under which nothing is heard: of a party that has nobody to talk to for the moment (RFC 3264 §8.4).

import { randomKey } from '#base';
import { suiteNamed } from '../suites.ts';
import { type CryptoLine, keyAndSalt, printCrypto } from './crypto.ts';
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
 * others are refused. Its key protects nothing and is nobody's, unless it is known already what `next` will offer: then it is the key of
 * that, for some phones never take another one than the first.
 */
export function answerOfNobody(offer: SessionDescription, next?: SessionDescription): SessionDescription {
  const taken = offer.media.find(isUsable);
  const lines = offer.lines.filter((line) => /^[vst]=/.test(line));
  const [version = 'v=0', ...rest] = lines;
  const head = [version, 'o=- 1 1 IN IP4 0.0.0.0', ...rest.slice(0, 1), 'c=IN IP4 0.0.0.0', ...rest.slice(1)];
  const origin = { user: '-', id: '1', version: '1', netType: 'IN', addressType: 'IP4', address: '0.0.0.0' };
  return {
    ...withSections({ ...offer, origin }, (section) =>
      section === taken ? takenByNobody(section, next) : closed(section),
    ),
    lines: head,
  };
}

const isUsable = ({ kind, port }: MediaSection): boolean => kind === 'audio' && port !== 0;

function takenByNobody(section: MediaSection, next: SessionDescription | undefined): MediaSection {
  const { kind, protocol, formats, crypto } = section;
  const keys = crypto.filter(({ weakness }) => weakness === '');
  const key = nextKey(keys, next?.media.find(isUsable)) ?? keys.slice(0, 1).map(ownKey)[0];
  const lines = [
    `m=${kind} 9 ${protocol} ${formats.join(' ')}`,
    ...section.lines.filter((line) => /^a=(rtpmap|fmtp):/.test(line)),
    ...(key === undefined ? [] : [key]),
    'a=inactive',
  ];
  return { ...section, port: 9, direction: 'inactive', connection: undefined, lines };
}

/** The first of what will be offered that has been offered here too: whoever answers by the order of an offer takes it then. */
function nextKey(keys: readonly CryptoLine[], next: MediaSection | undefined): string | undefined {
  for (const line of next?.crypto ?? []) {
    const same = keys.find(({ suite }) => suite === line.suite);
    const key = line.weakness === '' ? keyAndSalt(line) : undefined;
    if (same !== undefined && key !== undefined) return printCrypto(same.tag, same.suite, key);
  }
  return undefined;
}

function ownKey({ tag, suite }: CryptoLine): string {
  const { keyBytes = 0, saltBytes = 0 } = suiteNamed(suite) ?? {};
  return printCrypto(tag, suite, randomKey(keyBytes + saltBytes));
}
