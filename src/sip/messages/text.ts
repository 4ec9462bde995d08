// Text of messages: bytes kept as latin1 strings; UTF-8 only where people read.

const beyondAscii = /[\u0080-\uffff]/;

/** The UTF-8 text that a latin1 string holds; bytes that are no UTF-8 become U+FFFD. */
export const decodeText = (latin1: string): string =>
  beyondAscii.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;

/** A text as a latin1 string of its UTF-8 bytes. */
export const encodeText = (text: string): string =>
  beyondAscii.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;

/** A flat copy that keeps no longer text alive: for everything that outlives its message. Latin1 only. */
export const ownText = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
