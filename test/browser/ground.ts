// What these tests stand on: a system of its own with the tools open, a browser that trusts its authority, and phones.

import { createHash } from 'node:crypto';
import type { SuiteContext, TestContext } from 'node:test';
import { connect } from 'node:tls';
import type { Browser } from 'playwright-core';
import { silentLog, systemClock } from '#base';
import { Handset } from '#handset';
import { TestNode } from '../node.ts';
import { startBrowser } from './chromium.ts';
import { Person } from './person.ts';

/** The key of the web server, taken only when the authority vouches for it: the same check that a browser does with the authority installed. */
function keyOf(port: number, authorityPem: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca: authorityPem, servername: '' }, () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      socket.destroy();
      resolve(
        createHash('sha256')
          .update(key ?? '')
          .digest('base64'),
      );
    });
    socket.once('error', reject);
  });
}

export class Ground {
  readonly node: TestNode;
  readonly origin: string;
  readonly #browser: Browser;
  readonly #phones: Handset[] = [];
  readonly #people: Person[] = [];
  #isPictured = false;

  private constructor(node: TestNode, origin: string, browser: Browser) {
    this.node = node;
    this.origin = origin;
    this.#browser = browser;
  }

  /** `prepare` is called before the system starts for the first time. */
  static async make(prepare: (node: TestNode) => void = () => undefined): Promise<Ground> {
    const node = await TestNode.make({ https: true });
    prepare(node);
    await node.run();
    const port = await node.port('https');
    const browser = await startBrowser(await keyOf(port, node.authorityPem));
    return new Ground(node, `https://127.0.0.1:${port}`, browser);
  }

  /** Somebody at a browser of their own. */
  person(size?: { readonly width: number; readonly height: number }): Promise<Person> {
    return this.#sit(this.origin, size);
  }

  /** Somebody who opens the tool under a name instead of its address: passkeys hold for names alone. */
  personAt(name: string): Promise<Person> {
    return this.#sit(this.origin.replace('127.0.0.1', name));
  }

  async #sit(origin: string, size?: { readonly width: number; readonly height: number }): Promise<Person> {
    const person = await Person.sitDown(this.#browser, origin, size);
    this.#people.push(person);
    return person;
  }

  /** A phone as its administrator set it up; it registers at once, and answers when it is called. */
  async phone(number: string, secret: string): Promise<Handset> {
    const server = { transport: 'TLS', address: '127.0.0.1', port: await this.node.port('sip-tls') } as const;
    const phone = new Handset({
      ...{ number, secret, server, ca: this.node.authorityPem, clock: systemClock, log: silentLog },
      media: { policy: 'required', address: '127.0.0.1', sound: 'none' },
      whenCalled: { do: 'answer', afterMs: 0 },
    });
    this.#phones.push(phone);
    phone.register();
    return phone;
  }

  /** After the first test that failed: what everybody has before them. */
  async pictureFailure(t: TestContext | SuiteContext): Promise<void> {
    if (!('passed' in t) || t.passed || this.#isPictured) return;
    this.#isPictured = true;
    for (const [index, person] of this.#people.entries())
      await person.picture(`failed ${t.name.slice(0, 40)} ${index + 1}`);
  }

  /** Everything that went wrong unseen, in the pages and in the log of the system. */
  get faults(): readonly string[] {
    return [...this.#people.flatMap(({ faults }) => faults), ...this.node.faults];
  }

  async leave(): Promise<void> {
    await this.#browser.close();
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.node.remove();
  }
}
