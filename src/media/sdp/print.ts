// Prints session descriptions, and the changes that are made to them before they are printed.

import type { MediaSection, Origin, SessionDescription } from './description.ts';

/** The text of a description, latin1, with CRLF after every line; of one that was read, the very lines that came. */
export function printSdp(sdp: SessionDescription): string {
  let text = `${sdp.lines.join('\r\n')}\r\n`;
  for (const section of sdp.media) text += `${section.lines.join('\r\n')}\r\n`;
  return text;
}

/** The same description with parts of its `o=` line replaced: one's own session id and version (RFC 3264 §8). */
export function withOrigin(sdp: SessionDescription, parts: Partial<Origin>): SessionDescription {
  const origin: Origin = { ...sdp.origin, ...parts };
  const line = printOrigin(origin);
  return { ...sdp, origin, lines: sdp.lines.map((each) => (each.startsWith('o=') ? line : each)) };
}

export function printOrigin({ user, id, version, netType, addressType, address }: Origin): string {
  return `o=${user} ${id} ${version} ${netType} ${addressType} ${address}`;
}

/** The same description with other sections in place of its own, one for one. */
export function withSections(
  sdp: SessionDescription,
  change: (section: MediaSection) => MediaSection,
): SessionDescription {
  return { ...sdp, media: sdp.media.map(change) };
}

/** The section switched off: port 0, no keys. */
export function closed(section: MediaSection): MediaSection {
  const head = `m=${section.kind} 0 ${section.protocol} ${section.formats.join(' ')}`;
  const bare = keeping(section, () => false);
  return { ...bare, port: 0, portCount: 1, lines: [head, ...bare.lines.slice(1)] };
}

/** The section with those of its crypto lines that `wanted` says, by their place. */
export function keeping(section: MediaSection, wanted: (place: number) => boolean): MediaSection {
  if (section.crypto.length === 0) return section;
  let inLines = 0;
  let inAttributes = 0;
  return {
    ...section,
    lines: section.lines.filter((line) => !line.startsWith('a=crypto:') || wanted(inLines++)),
    attributes: section.attributes.filter((each) => each.name !== 'crypto' || wanted(inAttributes++)),
    crypto: section.crypto.filter((_, place) => wanted(place)),
  };
}
