// The package `as-feature-event` (BroadSoft's, which most phones know): the keys for do not disturb and forwarding show what holds in the
// configuration, and change it.

import type { DocumentMaker } from '../watched.ts';
import { childOf, escapeXml, parseXml, type XmlElement } from '../xml.ts';
import type { EventPackage } from './package.ts';

const featureType = 'application/x-as-feature-event+xml';
const namespace = 'xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"';

export const featureKeysPackage: EventPackage = {
  name: 'as-feature-event',
  contentType: featureType,
  isOwn: true,
  takesLists: false,
  takesBody: true,
  documents: (number, _, { station }) => {
    const part = (name: string, inside: () => string): DocumentMaker => ({
      key: `as-feature-event ${number} ${name}`,
      number,
      contentType: featureType,
      make: () => ({ head: `<?xml version="1.0" encoding="ISO-8859-1"?>\n${inside()}` }),
    });
    const record = () => station(number)?.record;
    return [
      part('doNotDisturb', () => doNotDisturb(number, record()?.doNotDisturb ?? false)),
      ...kinds.map(([type, field]) =>
        part(field, () => forwarding(number, type, record()?.[field] ?? '', ringsOf(field, record()))),
      ),
    ];
  },
};

/** The kinds of forwarding that keys know, and the field of Users and Services that is each. */
const kinds = [
  ['forwardImmediate', 'forwardAlways'],
  ['forwardBusy', 'forwardBusy'],
  ['forwardNoAns', 'forwardNoAnswer'],
] as const;

type KeyField = (typeof kinds)[number][1];

/** Keys count how often it rings: a ring and the silence behind it. */
const ringSeconds = 6;

interface RungFor {
  readonly noAnswerSeconds: number;
}

const ringsIn = ({ noAnswerSeconds }: RungFor): number => Math.max(1, Math.round(noAnswerSeconds / ringSeconds));

const ringsOf = (field: KeyField, record: RungFor | undefined): number | undefined =>
  field === 'forwardNoAnswer' && record !== undefined ? ringsIn(record) : undefined;

const doNotDisturb = (number: string, isOn: boolean): string =>
  `<DoNotDisturbEvent ${namespace}><device>${number}</device><doNotDisturbOn>${isOn}</doNotDisturbOn></DoNotDisturbEvent>\n`;

const forwarding = (number: string, type: string, target: string, rings: number | undefined): string =>
  `<ForwardingEvent ${namespace}><device>${number}</device><forwardingType>${type}</forwardingType><forwardStatus>${target !== ''}</forwardStatus><forwardTo>${escapeXml(target)}</forwardTo>${rings === undefined ? '' : `<ringCount>${rings}</ringCount>`}</ForwardingEvent>\n`;

/** What a phone's key asks to be changed of its own extension. */
export type OwnChange = { readonly [K in KeyField]?: string } & {
  readonly doNotDisturb?: boolean;
  readonly noAnswerSeconds?: number;
};

/** Whose key it is, as it is now. */
interface Owner extends RungFor {
  readonly number: string;
}

/**
 * Reads what a phone wants to set. `unknown`: it is well written, but asks for what there is not; undefined: it is no such
 * document, or is about another extension.
 */
export function parseFeatureChange(body: string, owner: Owner): OwnChange | 'unknown' | undefined {
  const root = parseXml(body);
  if (root === undefined) return undefined;
  const device = childOf(root, 'device')?.text ?? '';
  if (device !== '' && userOf(device) !== owner.number) return undefined;
  if (root.name === 'SetDoNotDisturb') {
    const isOn = booleanOf(childOf(root, 'doNotDisturbOn')?.text);
    return isOn === undefined ? undefined : { doNotDisturb: isOn };
  }
  return root.name === 'SetForwarding' ? forwardChange(root, owner) : 'unknown';
}

function forwardChange(root: XmlElement, owner: Owner): OwnChange | 'unknown' | undefined {
  const isOn = booleanOf(childOf(root, 'activateForward')?.text);
  const target = (childOf(root, 'forwardDN') ?? childOf(root, 'forwardTo'))?.text ?? '';
  if (isOn === undefined || (isOn && target === '')) return undefined;
  const type = childOf(root, 'forwardingType')?.text;
  const field = kinds.find(([name]) => name === type)?.[1];
  if (field === undefined) return 'unknown';
  const change = { [field]: isOn ? userOf(target) : '' };
  const rings = childOf(root, 'ringCount')?.text;
  if (field !== 'forwardNoAnswer' || !isOn || rings === undefined) return change;
  if (!/^[0-9]{1,2}$/.test(rings)) return undefined;
  // What it was told is not the time itself: said once more, it changes nothing.
  return Number(rings) === ringsIn(owner) ? change : { ...change, noAnswerSeconds: Number(rings) * ringSeconds };
}

/** Phones name numbers bare, or as an address. */
const userOf = (text: string): string => /^(?:sips?:|tel:)?([^@;]*)/i.exec(text)?.[1] ?? '';

function booleanOf(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}
