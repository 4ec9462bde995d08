// An ACME client without a system around it, for tests: its proofs are shown by two small servers, its clock is the test's.

import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createSecureContext, createServer as createTls } from 'node:tls';
import { FakeClock, makeLog, no, ok, type Result, type Secret } from '#base';
import { httpFetch } from '#outbound';
import type { AuditFact } from '#records';
import { initialRecord } from '../../src/forms/define.ts';
import { type AcmeSettings, acmeSettings } from '../../src/security/acme/acme-settings.form.ts';
import type { Proof } from '../../src/security/acme/proofs.ts';
import { Acme, type AcmeAlarm } from '../../src/security/acme/renewer.ts';
import type { Identity } from '../../src/security/certificates/issue.ts';
import { type KeptValues, SealedValues } from '../../src/security/kept.ts';
import { MasterKey } from '../../src/security/masterkey.ts';
import { Sealer } from '../../src/security/sealer.ts';
import { AcmeTestServer } from './server.ts';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Shows what it is given, as the portal does. */
class ProofServers {
  readonly #proofs = new Set<Proof>();
  readonly http = createHttp(({ url = '' }, response) => {
    const token = url.split('/').at(-1);
    const found = [...this.#proofs].find((proof) => proof.kind === 'http-01' && proof.token === token);
    response.writeHead(found === undefined ? 404 : 200).end(found?.kind === 'http-01' ? found.text : '');
  });
  readonly tls = createTls({
    ALPNProtocols: ['acme-tls/1'],
    SNICallback: (name, give) => {
      const found = [...this.#proofs].find((proof) => proof.kind === 'tls-alpn-01' && proof.serverName === name);
      if (found?.kind !== 'tls-alpn-01') return give(new Error('no proof'));
      give(null, createContext(found));
    },
  });

  async open(): Promise<void> {
    this.tls.on('tlsClientError', () => undefined);
    for (const server of [this.http, this.tls]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
  }

  show(proof: Proof): () => void {
    this.#proofs.add(proof);
    return () => void this.#proofs.delete(proof);
  }

  get shown(): number {
    return this.#proofs.size;
  }

  close(): void {
    this.http.close();
    this.http.closeAllConnections();
    this.tls.close();
  }
}

const createContext = ({ certificate, key }: { readonly certificate: string; readonly key: Secret }) =>
  createSecureContext({ cert: certificate, key: key.reveal() });

/** What a data directory keeps, over a restart of the client. */
class MemoryValues implements KeptValues {
  readonly values = new Map<string, string>();
  get = async (name: string): Promise<string | undefined> => this.values.get(name);
  set = async (name: string, value: string): Promise<void> => void this.values.set(name, value);
}

export class AcmeDesk {
  readonly clock = new FakeClock(Date.now());
  readonly proofs = new ProofServers();
  readonly kept = new MemoryValues();
  readonly facts: AuditFact[] = [];
  readonly alarms = new Map<string, AcmeAlarm>();
  readonly installed: { readonly place: string; readonly identity: Identity }[] = [];
  /** How long the client has waited for the authority, in milliseconds, one after the other. */
  readonly waits: number[] = [];
  readonly log: string[] = [];
  settings: AcmeSettings = initialRecord(acmeSettings);
  externalKey: Secret | undefined;
  publicNames: readonly string[] = ['pbx.example.org'];
  chance = 0.5;
  recordFails = false;
  doorsClosed = false;
  server!: AcmeTestServer;
  acme!: Acme;

  static async open(): Promise<AcmeDesk> {
    const desk = new AcmeDesk();
    await desk.proofs.open();
    desk.server = await AcmeTestServer.start(() => ({
      http: portOf(desk.proofs.http),
      https: portOf(desk.proofs.tls),
    }));
    desk.server.nowMs = () => desk.clock.nowMs();
    desk.settings = {
      ...desk.settings,
      ...{ authority: 'other', directoryUrl: desk.server.directoryUrl, agreedToTerms: true },
      trustedAuthority: desk.server.authority.rootPem,
    };
    await desk.start();
    return desk;
  }

  /** As at a start of the system; what was kept is still there. */
  async start(): Promise<void> {
    this.acme = await Acme.open({
      ...{ clock: this.clock, log: makeLog((line) => this.log.push(line)), kept: this.kept, fetch: httpFetch },
      values: new SealedValues(this.kept, new Sealer(masterKey), false),
      tls: () => ({ minVersion: 'TLSv1.2' }),
      settings: () => this.settings,
      externalKey: () => this.externalKey,
      publicNames: () => this.publicNames,
      showProof: async (proof) => (this.doorsClosed ? closed : ok(this.proofs.show(proof))),
      install: async (place, identity) => ok(void this.installed.push({ place, identity })),
      record: async (fact) => {
        if (this.recordFails) throw new Error('the disk is full');
        this.facts.push(fact);
      },
      alarm: (id, alarm) => (alarm === undefined ? this.alarms.delete(id) : this.alarms.set(id, alarm)),
      onChange: () => undefined,
      chance: () => this.chance,
      wait: async (ms) => void this.waits.push(ms),
    });
    this.acme.start();
  }

  /** Time passes; what falls due in it is done when this returns. */
  async pass(ms: number): Promise<void> {
    const stepMs = Math.min(ms, lookMs);
    for (let left = ms; left > 0; left -= stepMs) {
      this.clock.advance(Math.min(stepMs, left));
      await this.acme.settled();
    }
  }

  order(place = 'web'): Promise<Result<string>> {
    return this.acme.orderNow({ user: 'anne', sourceIp: '', application: 'Test', context: '' }, place);
  }

  get actions(): string[] {
    return this.facts.map(({ action }) => action);
  }

  async close(): Promise<void> {
    await this.acme.close();
    this.server.close();
    this.proofs.close();
  }
}

const lookMs = 600_000;
const masterKey = new MasterKey(Buffer.alloc(32, 7));
const closed = no({ code: 'security.acme-door-closed', words: 'Nobody could see it.' });
