// What phones are told to do without a subscription, as most of them have it from BroadSoft and Polycom: look for a new configuration
// (`check-sync`), answer the call that rings (`talk`) or hold it (`hold`).

import { randomHex } from '#base';
import {
  type ClientUser,
  contactOf,
  Dialog,
  DigestClient,
  type Flow,
  Header,
  type InDialog,
  type SipMessage,
  type TransactionLayer,
} from '#sip';
import type { Device } from '../legs/context.ts';
import { identity } from '../legs/lines.ts';
import { sendProven } from '../legs/proven.ts';
import type { Station } from '../stations/station.ts';

const unheard: ClientUser = { onResponse: () => undefined, onFailure: () => undefined };

/** Asks a device to look whether its configuration has changed. One that demands to know who asks is shown the extension's secret by digest. */
export function checkSync(layer: TransactionLayer, station: Station, { contact, flow }: Device, secret: string): void {
  const { number, record } = station;
  const own = identity({ number, name: record.name }, flow);
  const dialog = Dialog.sent(own, `<${contact}>`, contact, flow, randomHex(12));
  const headers = `Event: check-sync;reboot=false\r\nSubscription-State: terminated\r\n${contactOf(flow, number)}`;
  const digest = new DigestClient({ username: number, secret, algorithms: record.digestAlgorithms });
  sendProven({ layer, flow, digest, make: () => dialog.request('NOTIFY', { headers }), user: unheard });
}

export type Control = 'talk' | 'hold';

/** What of these a phone does when it is told to: it lists them in Allow-Events. */
export const controlsOf = (message: SipMessage): ReadonlySet<Control> => {
  const events = new Set(message.list(Header.AllowEvents).map((event) => event.trim().toLowerCase()));
  return new Set((['talk', 'hold'] as const).filter((control) => events.has(control)));
};

/** The side of a call that is controlled: `legs/leg.ts` is one. */
export interface ControlledLeg {
  readonly over: boolean;
  readonly flow: Flow;
  send(method: string, content: InDialog, user: ClientUser): unknown;
}

/** Tells the phone, in the dialog of its call, to answer or to hold it; false where it does not know how. */
export function remoteControl(leg: ControlledLeg, controls: ReadonlySet<Control>, control: Control): boolean {
  if (leg.over || !leg.flow.open || !controls.has(control)) return false;
  leg.send('NOTIFY', { headers: `Event: ${control}\r\nSubscription-State: active\r\n` }, unheard);
  return true;
}
