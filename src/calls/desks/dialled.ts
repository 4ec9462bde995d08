// What is dialled behind the codes of hot desking: numbers and PINs, as one piece or with * between them.

export interface DialledLogin {
  readonly number: string;
  readonly pin: string;
}

/** An extension and its PIN; undefined where it cannot be that. Nothing of it is kept. */
export function parseLogin(digits: string, extensionLength: number): DialledLogin | undefined {
  const [, number, pin] = /^([0-9]+?)\*([0-9]+)#?$/.exec(digits) ?? [];
  if (number !== undefined && pin !== undefined)
    return number.length === extensionLength && isPin(pin) ? { number, pin } : undefined;
  const bare = digits.replace(/#$/, '');
  const rest = bare.slice(extensionLength);
  return /^[0-9]+$/.test(bare) && isPin(rest) ? { number: bare.slice(0, extensionLength), pin: rest } : undefined;
}

export interface DialledPins {
  readonly old: string;
  readonly next: string;
}

/** The old PIN and twice the new one; undefined where it cannot be that. */
export function parsePins(digits: string): DialledPins | undefined {
  const [, old, next, again] = /^([0-9]+)\*([0-9]+)\*([0-9]+)#?$/.exec(digits) ?? [];
  if (old === undefined || next === undefined || next !== again) return undefined;
  return isPin(old) && isPin(next) && next !== old ? { old, next } : undefined;
}

const isPin = (digits: string): boolean => /^[0-9]{4,8}$/.test(digits);
