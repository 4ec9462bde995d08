// What devices publish of their extension's presence (RFC 3903): one state for each entity tag, for a time. Of a document only what is
// known and short is taken; nothing of it is passed on as it came.

import { type Clock, limits, printable, randomHex } from '#base';
import { decodeText } from '#sip';
import { childOf, parseXml, type XmlElement } from './xml.ts';

export interface Published {
  readonly basic: 'open' | 'closed';
  /** One of RPID's words (RFC 4480 §3.2); '' for none. */
  readonly activity: string;
  readonly note: string;
}

const activities: ReadonlySet<string> = new Set([
  ...['away', 'busy', 'on-the-phone', 'meeting', 'meal', 'vacation', 'holiday', 'sleeping', 'travel', 'steering'],
  ...['in-transit', 'appointment', 'breakfast', 'dinner', 'lunch', 'permanent-absence', 'presentation', 'working'],
]);

/** Undefined where it is no presence document. */
export function parsePresence(body: string): Published | undefined {
  const root = parseXml(decodeText(body));
  if (root?.name !== 'presence') return undefined;
  const status = root.children.filter(({ name }) => name === 'tuple').map((tuple) => childOf(tuple, 'status'));
  const basics = status.map((one) => (one === undefined ? undefined : childOf(one, 'basic')?.text));
  const isClosed = basics.length > 0 && basics.every((basic) => basic === 'closed');
  const note = printable(first(root, 'note')?.text ?? '').slice(0, limits.watching.noteLength);
  const activity = first(root, 'activities')?.children.find(({ name }) => activities.has(name))?.name ?? '';
  return { basic: isClosed ? 'closed' : 'open', activity, note };
}

/** The first element of this name, at any depth. */
function first(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    const found = child.name === name ? child : first(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Entry {
  readonly etag: string;
  readonly state: Published;
  readonly endsAtMs: number;
}

export class Publications {
  readonly #clock: Clock;
  readonly #changed: (number: string) => void;
  /** The latest last. */
  readonly #entries = new Map<string, readonly Entry[]>();

  constructor(clock: Clock, changed: (number: string) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** What was published last and has not ended. */
  of(number: string): Published | undefined {
    return this.#lasting(number).at(-1)?.state;
  }

  has(number: string, etag: string): boolean {
    return this.#lasting(number).some((entry) => entry.etag === etag);
  }

  /** Takes a state, or with `undefined` the one that it had, in the place of `etag`; gives its new tag. 0 seconds end it. */
  put(number: string, etag: string, state: Published | undefined, seconds: number): string {
    const before = this.#lasting(number);
    const known = before.find((entry) => entry.etag === etag);
    const others = before.filter((entry) => entry !== known);
    const kept = state ?? known?.state;
    const made = randomHex(8);
    const endsAtMs = this.#clock.nowMs() + seconds * 1_000;
    const after = kept === undefined || seconds === 0 ? others : [...others, { etag: made, state: kept, endsAtMs }];
    this.#set(number, after.slice(-limits.calls.devicesPerExtension));
    return made;
  }

  /** Lets go of what has ended. */
  sweep(): void {
    for (const [number, entries] of this.#entries) {
      const lasting = this.#lasting(number);
      if (lasting.length < entries.length) this.#set(number, lasting);
    }
  }

  forget(number: string): void {
    if (this.#entries.has(number)) this.#set(number, []);
  }

  #lasting(number: string): readonly Entry[] {
    const now = this.#clock.nowMs();
    return (this.#entries.get(number) ?? []).filter(({ endsAtMs }) => endsAtMs > now);
  }

  #set(number: string, entries: readonly Entry[]): void {
    if (entries.length === 0) this.#entries.delete(number);
    else this.#entries.set(number, entries);
    this.#changed(number);
  }
}
