// Subscriptions as they are written down, so that lamps are right after a restart: a JSON text each, read back strictly.

import { closedFlow, Dialog, type TransportName } from '#sip';
import type { Subscription } from './subscription.ts';

/** Writes down in the background; nobody waits for it. */
export interface SubscriptionKeeper {
  put(kept: KeptSubscription): void;
  remove(id: string): void;
}

export interface KeptSubscription {
  readonly id: string;
  readonly endsAtMs: number;
  /** JSON text. */
  readonly body: string;
}

export interface RestoredSubscription {
  readonly dialog: Dialog;
  readonly watcher: string;
  readonly package: string;
  readonly target: string;
  readonly event: string;
  readonly takesLists: boolean;
  readonly takesParts: boolean;
  readonly instance: string;
  readonly endsAtMs: number;
  /** Above every number that its phone was sent. */
  readonly reserved: number;
}

export function keep({ id, facts, endsAtMs, reserved }: Subscription): KeptSubscription {
  const { dialog, watcher, target, isList, event, takesParts, instance } = facts;
  const { transport, remoteAddress, remotePort } = dialog.flow;
  const body = {
    dialog: dialog.kept,
    flow: { transport, address: remoteAddress, port: remotePort },
    ...{ watcher: watcher.number, package: facts.package.name, target, isList, event, takesParts, instance, reserved },
  };
  return { id, endsAtMs, body: JSON.stringify(body) };
}

/** What was kept; undefined where it is not what this version writes. */
export function restore({ endsAtMs, body }: KeptSubscription): RestoredSubscription | undefined {
  const kept = objectIn(parsed(body));
  const dialog = objectIn(kept['dialog']);
  const flow = objectIn(kept['flow']);
  const text = (from: Fields, name: string): string => (typeof from[name] === 'string' ? from[name] : '');
  const whole = (from: Fields, name: string): number => (Number.isSafeInteger(from[name]) ? Number(from[name]) : -1);
  const routes = Array.isArray(dialog['routes']) ? dialog['routes'].filter((one) => typeof one === 'string') : [];
  const transport = transports.find((name) => name === flow['transport']);
  const reserved = whole(kept, 'reserved');
  const localTag = text(dialog, 'localTag');
  if (transport === undefined || localTag === '' || reserved < 0) return undefined;
  const texts = ['callId', 'remoteTag', 'local', 'remote', 'remoteTarget'] as const;
  const [callId = '', remoteTag = '', local = '', remote = '', remoteTarget = ''] = texts.map((name) =>
    text(dialog, name),
  );
  const named = { callId, localTag, remoteTag, local, remote, remoteTarget, routes };
  const way = closedFlow(transport, text(flow, 'address'), whole(flow, 'port'));
  return {
    dialog: Dialog.restored({ ...named, remoteSeq: whole(dialog, 'remoteSeq') }, reserved, way),
    ...{ watcher: text(kept, 'watcher'), package: text(kept, 'package'), target: text(kept, 'target') },
    ...{ event: text(kept, 'event'), instance: text(kept, 'instance'), endsAtMs, reserved },
    ...{ takesLists: kept['isList'] === true, takesParts: kept['takesParts'] === true },
  };
}

type Fields = Readonly<Record<string, unknown>>;
const transports: readonly TransportName[] = ['UDP', 'TCP', 'TLS'];

const objectIn = (value: unknown): Fields =>
  // An object of JSON has texts as names; an array has none that is asked for.
  typeof value === 'object' && value !== null ? (value as Fields) : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
