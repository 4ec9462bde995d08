// A house with its trunks at work, in this process: configuration, certificates, transport and transactions, without calls.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse } from '../../apps/core/house.ts';
import { readSettings } from '../../apps/core/settings.ts';
import { followTrunks, openTrunks } from '../../apps/core/trunks.ts';
import type { Change } from '../../src/administration/requests.ts';
import { silentLog, systemClock } from '../../src/base/index.ts';
import type { TestStep, TrunkState, TrunkTable } from '../../src/calls/index.ts';
import { localActor } from '../../src/security/index.ts';
import { SipTransport, TransactionLayer } from '../../src/sip/index.ts';

type Opened<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown };

export class TrunkHouse {
  /** PEM of the system's own authority, which providers may trust. */
  readonly authorityPem: string;
  readonly #table: TrunkTable;
  readonly #change: (changes: readonly Change[]) => Promise<Opened<unknown>>;
  readonly #close: () => Promise<void>;

  private constructor(
    authorityPem: string,
    table: TrunkTable,
    change: (changes: readonly Change[]) => Promise<Opened<unknown>>,
    close: () => Promise<void>,
  ) {
    this.authorityPem = authorityPem;
    this.#table = table;
    this.#change = change;
    this.#close = close;
  }

  static async open(): Promise<TrunkHouse> {
    const directory = mkdtempSync(join(tmpdir(), 'ringfence-trunks-'));
    const house = given(await openHouse(given(readSettings(['--init', '--data', directory], {})), silentLog));
    const layer = new TransactionLayer({
      ...{ clock: systemClock, log: silentLog, onAck: () => undefined },
      onRequest: (request, flow) => layer.refuse(request, flow, 481),
    });
    const transport: SipTransport = new SipTransport({
      ...{ clock: systemClock, log: silentLog },
      onMessage: (message, flow) => layer.receive(message, flow),
      onOpened: (flow) => table.flowOpened(flow),
      onClosed: (flow, why) => table.flowClosed(flow, why),
    });
    const table = openTrunks(house, transport, layer, silentLog);
    await transport.listen({ name: 'sip-udp', transport: 'UDP', address: '127.0.0.1', port: 0 });
    const stop = followTrunks(house, table);
    return new TrunkHouse(
      house.security.authority.facts.certificatePem,
      table,
      (changes) => house.administration.change(localActor('Test'), changes),
      async () => {
        stop();
        await table.close();
        await transport.shutdown();
        await house.close();
        rmSync(directory, { recursive: true, force: true });
      },
    );
  }

  async change(...changes: readonly Change[]): Promise<void> {
    given(await this.#change(changes));
  }

  state(name: string): TrunkState | undefined {
    return this.#table.states().find(({ trunk }) => trunk === name);
  }

  /** Where calls would be sent, the best first. */
  ports(name: string): number[] {
    const trunk = this.#table.get(name);
    return trunk === undefined ? [] : this.#table.ways(trunk).map((way) => way.flow().remotePort);
  }

  conditions(): string[] {
    return [...this.#table.conditions()].map(([id, { words, remedy }]) => `${id}: ${words} ${remedy}`);
  }

  async test(name: string, call?: string): Promise<TestStep[]> {
    const trunk = this.#table.get(name);
    if (trunk === undefined) throw new Error(`there is no trunk ${name}`);
    const steps: TestStep[] = [];
    for await (const step of this.#table.test(trunk, call === undefined ? {} : { call })) steps.push(step);
    return steps;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

function given<T>(opened: Opened<T>): T {
  if (opened.ok) return opened.value;
  throw new Error(JSON.stringify(opened.refusal));
}
