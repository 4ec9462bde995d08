// The sixteen keys of a telephone (RFC 4733 §3.2), in the order of their event codes.

const keys = '0123456789*#ABCD';

/** The key of an event code; '' for other events, such as a flash. */
export const keyOf = (event: number): string => keys[event] ?? '';

/** The event code of a key; -1 when there is none. */
export const eventOf = (key: string): number => (key.length === 1 ? keys.indexOf(key.toUpperCase()) : -1);
