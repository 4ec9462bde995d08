// The package `as-feature-event` (BroadSoft's, which most phones know): the keys for do not disturb and forwarding show what holds in the
// configuration, and change it.

import type { DocumentMaker } from '../watched.ts';
import { childOf, escapeXml, parseXml } from '../xml.ts';
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
    return [
      part('doNotDisturb', () => doNotDisturb(number, station(number)?.record.doNotDisturb ?? false)),
      part('forwardAlways', () => forwarding(number, 'forwardImmediate', station(number)?.record.forwardAlways ?? '')),
    ];
  },
};

const doNotDisturb = (number: string, isOn: boolean): string =>
  `<DoNotDisturbEvent ${namespace}><device>${number}</device><doNotDisturbOn>${isOn}</doNotDisturbOn></DoNotDisturbEvent>\n`;

const forwarding = (number: string, type: string, target: string): string =>
  `<ForwardingEvent ${namespace}><device>${number}</device><forwardingType>${type}</forwardingType><forwardStatus>${target !== ''}</forwardStatus><forwardTo>${escapeXml(target)}</forwardTo></ForwardingEvent>\n`;

/** What a phone's key asks to be changed of its own extension. */
export interface OwnChange {
  readonly doNotDisturb?: boolean;
  readonly forwardAlways?: string;
}

/**
 * Reads what a phone wants to set. `unknown`: it is well written, but asks for what there is not; undefined: it is no such
 * document, or is about another extension.
 */
export function parseFeatureChange(body: string, number: string): OwnChange | 'unknown' | undefined {
  const root = parseXml(body);
  if (root === undefined) return undefined;
  const device = childOf(root, 'device')?.text ?? '';
  if (device !== '' && userOf(device) !== number) return undefined;
  const on = (name: string): boolean | undefined => booleanOf(childOf(root, name)?.text);
  if (root.name === 'SetDoNotDisturb') {
    const isOn = on('doNotDisturbOn');
    return isOn === undefined ? undefined : { doNotDisturb: isOn };
  }
  if (root.name !== 'SetForwarding') return 'unknown';
  const isOn = on('activateForward');
  const target = (childOf(root, 'forwardDN') ?? childOf(root, 'forwardTo'))?.text ?? '';
  if (isOn === undefined || (isOn && target === '')) return undefined;
  if (childOf(root, 'forwardingType')?.text !== 'forwardImmediate') return 'unknown';
  return { forwardAlways: isOn ? userOf(target) : '' };
}

/** Phones name numbers bare, or as an address. */
const userOf = (text: string): string => /^(?:sips?:|tel:)?([^@;]*)/i.exec(text)?.[1] ?? '';

function booleanOf(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}
