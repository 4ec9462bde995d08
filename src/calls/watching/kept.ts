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
  readonly isList: boolean;
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
  const kept = new Fields(parsed(body));
  const dialog = kept.inner('dialog');
  const flow = kept.inner('flow');
  const transport = transports.find((name) => name === flow.text('transport'));
  const [localTag, reserved] = [dialog.text('localTag'), kept.whole('reserved')];
  if (transport === undefined || localTag === '' || reserved < 0) return undefined;
  const named = {
    ...{ localTag, callId: dialog.text('callId'), remoteTag: dialog.text('remoteTag'), local: dialog.text('local') },
    ...{ remote: dialog.text('remote'), remoteTarget: dialog.text('remoteTarget'), routes: dialog.texts('routes') },
    remoteSeq: dialog.whole('remoteSeq'),
  };
  return {
    dialog: Dialog.restored(named, reserved, closedFlow(transport, flow.text('address'), flow.whole('port'))),
    ...{ watcher: kept.text('watcher'), package: kept.text('package'), target: kept.text('target') },
    ...{ event: kept.text('event'), instance: kept.text('instance'), endsAtMs, reserved },
    ...{ isList: kept.isTrue('isList'), takesParts: kept.isTrue('takesParts') },
  };
}

const transports: readonly TransportName[] = ['UDP', 'TCP', 'TLS'];

/** An object of JSON, of which nobody promises what is in it. */
class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    this.#fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  }

  inner(name: string): Fields {
    return new Fields(this.#fields.get(name));
  }

  text(name: string): string {
    const value = this.#fields.get(name);
    return typeof value === 'string' ? value : '';
  }

  texts(name: string): readonly string[] {
    const value = this.#fields.get(name);
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  /** -1 where there is no whole number. */
  whole(name: string): number {
    const value = this.#fields.get(name);
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : -1;
  }

  isTrue(name: string): boolean {
    return this.#fields.get(name) === true;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
