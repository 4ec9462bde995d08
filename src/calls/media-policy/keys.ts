// Keys in places where no phone of today writes them, but which a description may have: they may not reach a leg without TLS.

import type { SessionDescription } from '#media';

/** Is there a `k=` line (RFC 4566 §5.12) or a MIKEY message (RFC 4567)? */
export const carriesOtherKeys = (sdp: SessionDescription): boolean =>
  sdp.lines.some(isKeyLine) || sdp.media.some(({ lines }) => lines.some(isKeyLine));

const isKeyLine = (line: string): boolean => line.startsWith('k=') || line.slice(0, 10).toLowerCase() === 'a=key-mgmt';
