// A whole node with a trunk over UDP to a provider, extensions with built-in phones, and what was made of their calls.

import assert from 'node:assert/strict';
import { silentLog, systemClock } from '#base';
import { Handset, type HandsetCall } from '#handset';
import type { PageLine, StatusLine } from '../../apps/core/protocol.ts';
import { until } from '../interop/wait.ts';
import { freePort, TestNode } from '../node.ts';
import { Provider, providerAddress } from './provider.ts';

const patienceMs = 10_000;
const secretOf = (number: string): string => `secret-of-extension-${number}`;

type Patch = Readonly<Record<string, unknown>>;
export type Row = Readonly<Record<string, unknown>>;

/** Where the site is: what it dials is of Germany, and every number outside begins with 0. */
const germany = (trunk: Patch) => [
  { kind: 'change', form: 'public-network', patch: { countryCode: '49', areaCode: '89' } },
  {
    ...{ kind: 'add', form: 'trunks' },
    patch: {
      ...{ name: 'telco', number: 1, transport: 'udp', knownBy: ['address'], addresses: [`${providerAddress}/32`] },
      ...{ mediaSecurity: 'preferred', optionsSeconds: 0, ...trunk },
    },
  },
  { kind: 'add', form: 'routes', patch: { name: 'out', trunk: 'telco' } },
  { kind: 'add', form: 'digits-dialled', patch: { digits: '0', fewest: 3, most: 20, route: 'out' } },
];

export class Site {
  readonly node: TestNode;
  readonly provider: Provider;
  readonly #phones: Handset[] = [];
  /** Those of them that register. */
  #registering = 0;

  private constructor(node: TestNode, provider: Provider) {
    this.node = node;
    this.provider = provider;
  }

  /** `trunk`: what is other about the trunk `telco`; `set` and `nodeOptions` are wishes of the node. */
  static async open(
    trunk: Patch = {},
    set: readonly string[] = [],
    nodeOptions: readonly string[] = [],
  ): Promise<Site> {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const udp = [`network-listeners.sip-udp.port=${port}`, 'network-listeners.sip-udp.enabled=yes'];
    const tls = [`network-listeners.sip-tls.port=${tlsPort}`];
    const node = await TestNode.start({ set: [...udp, ...tls, ...set], nodeOptions });
    const provider = await Provider.open(port);
    const site = new Site(node, provider);
    await site.change(...germany({ proxies: `${providerAddress}:${provider.port}`, ...trunk }));
    return site;
  }

  async change(...changes: readonly Patch[]): Promise<void> {
    await this.node.ask('form.change', { changes });
  }

  add(form: string, patch: Patch): Promise<void> {
    return this.change({ kind: 'add', form, patch });
  }

  /** Adds an extension. */
  async extension(number: string, patch: Patch = {}): Promise<void> {
    await this.node.addExtension(number, { sipSecret: secretOf(number), mediaSecurity: 'preferred', ...patch });
  }

  /** Adds an extension with a phone, which is registered. */
  async phone(number: string, patch: Patch = {}): Promise<Handset> {
    await this.extension(number, patch);
    return await this.registered(number);
  }

  /** A further phone of an extension that is there, which knows its secret or another one. */
  async unregistered(number: string, secret = secretOf(number)): Promise<Handset> {
    const server = { transport: 'TLS', address: '127.0.0.1', port: await this.node.port('sip-tls') } as const;
    const media = { policy: 'preferred', address: '127.0.0.1', sound: 'none' } as const;
    const common = { clock: systemClock, log: silentLog, ca: this.node.authorityPem };
    const whenCalled = { do: 'answer', afterMs: 0 } as const;
    const made = new Handset({ ...common, number, secret, server, media, whenCalled });
    this.#phones.push(made);
    const started = await made.start();
    assert.ok(started.ok, JSON.stringify(started));
    return made;
  }

  async registered(number: string): Promise<Handset> {
    const made = await this.unregistered(number);
    this.#registering += 1;
    made.register();
    const registered = await made.registered(patienceMs);
    assert.ok(registered.ok, JSON.stringify(registered));
    return made;
  }

  /** Starts the node again after it was ended, and waits until every phone that registers has come back. */
  async again(): Promise<void> {
    await this.node.run();
    await until('the phones are back', 3 * patienceMs, async () => {
      const { registrations } = await this.node.ask<StatusLine>('status');
      return registrations === this.#registering;
    });
  }

  /** The records of a view. */
  rows(form: string): Promise<readonly Row[]> {
    return rowsOf(this.node, form);
  }

  async close(): Promise<void> {
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.provider.close();
    await this.node.remove();
  }
}

/** The records of a view of this node. */
export async function rowsOf(node: TestNode, form: string): Promise<readonly Row[]> {
  const { records } = await node.ask<PageLine>('form.query', { form, limit: 1_000 });
  return records.map(({ values }) => values);
}

/** A call that is on its way. */
export function place(caller: Handset, number: string): HandsetCall {
  const call = caller.call(number);
  assert.ok(call.ok, JSON.stringify(call));
  return call.value;
}

/** A call that must be answered. */
export async function talk(caller: Handset, number: string): Promise<HandsetCall> {
  const call = place(caller, number);
  const established = await call.established(patienceMs);
  assert.ok(established.ok, JSON.stringify(established));
  return call;
}

/** How a call ends that is not to be answered, or ends by itself. */
export async function endOf(call: HandsetCall): Promise<number> {
  const end = await call.ended(patienceMs);
  assert.ok(end.ok, JSON.stringify(end));
  return end.value.status;
}

/** Hangs up, and waits until the system has agreed to it. */
export async function hangUp(call: HandsetCall): Promise<void> {
  call.hangUp();
  await endOf(call);
}
