// The answer of a party without media: every offered stream refused (RFC 3264 §6).

import { readSdp } from '#media';

export function withoutMedia(offer: string): string {
  const read = readSdp(offer);
  const refused = read.ok
    ? read.value.media.map(({ kind, protocol, formats }) => `m=${kind} 0 ${protocol} ${formats.join(' ')}\r\n`)
    : [];
  return `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n${refused.join('')}`;
}
