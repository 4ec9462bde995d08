// Digits that people prove themselves with at a keypad: what makes them too easy to guess. Every PIN and passcode is judged here.

/** Why digits must not be a PIN, worst first. */
export type WeakPin = 'shape' | 'repeats' | 'run' | 'number';

export interface PinShape {
  readonly fewest: number;
  readonly most: number;
}

/** From so many digits on, a number at either end of a PIN is no chance. */
const tellingDigits = 3;

/**
 * Undefined where `pin` may be used: digits, as many as `shape` says; not one digit or one group of digits over and over
 * (1111, 1212, 123123); not a run (3456, 6543, 8901, 2468); and neither beginning nor ending with one of `numbers`, forwards or
 * backwards, which everybody knows.
 */
export function whyWeakPin(pin: string, shape: PinShape, numbers: readonly string[]): WeakPin | undefined {
  if (!/^[0-9]+$/.test(pin) || pin.length < shape.fewest || pin.length > shape.most) return 'shape';
  if (repeats(pin)) return 'repeats';
  if (isRun(pin)) return 'run';
  return numbers.some((number) => shows(pin, number)) ? 'number' : undefined;
}

function repeats(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length++) if (pin.slice(length) === pin.slice(0, -length)) return true;
  return false;
}

/** Each digit as far from the one before it, after 9 comes 0. */
function isRun(pin: string): boolean {
  const steps = Array.from({ length: pin.length - 1 }, (_, at) => (Number(pin[at + 1]) - Number(pin[at]) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

function shows(pin: string, number: string): boolean {
  if (number.length < tellingDigits) return pin === number;
  return [number, [...number].reverse().join('')].some((digits) => pin.startsWith(digits) || pin.endsWith(digits));
}
