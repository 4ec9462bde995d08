// Which tone a phone sends: each number its own, so that who is heard can be told from who was called.

const steps = 23;
const lowestHz = 400;
const stepHz = 100;
/** Neighbouring numbers are far apart: 7 and 23 have no common divisor. */
const stride = 7;

/** 400 to 2600 Hz in steps of 100, from the digits of the number; numbers that differ by 23 share a tone. */
export function toneOf(number: string): number {
  let rest = 0;
  for (let at = 0; at < number.length; at++) rest = (rest * 10 + (number.charCodeAt(at) - 48)) % steps;
  return lowestHz + stepHz * ((Math.abs(rest) * stride) % steps);
}
