// All event packages that can be subscribed to.

import { dialogPackage } from './dialog.ts';
import { featureKeysPackage } from './feature-keys.ts';
import { messageSummaryPackage } from './message-summary.ts';
import type { EventPackage } from './package.ts';
import { presencePackage } from './presence.ts';
import { regPackage } from './reg.ts';

const packages: ReadonlyMap<string, EventPackage> = new Map(
  [dialogPackage, presencePackage, messageSummaryPackage, regPackage, featureKeysPackage].map((one) => [one.name, one]),
);

export const packageNamed = (name: string): EventPackage | undefined => packages.get(name);

/** The header line that lists them (RFC 6665 §8.2.2). */
export const ALLOW_EVENTS = `Allow-Events: ${[...packages.keys()].join(', ')}\r\n`;
