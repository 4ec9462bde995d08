// Who a phone is: its number, how it writes itself in From, To and Contact, and its answers to challenges.

import { contactOf, DigestClient, encodeText, type Flow, quoteDisplay } from '#sip';
import type { HandsetSettings } from './settings.ts';

export class Account {
  readonly number: string;
  readonly domain: string;
  /** `sip:NUMBER@DOMAIN`. */
  readonly address: string;
  /** As a From or To value, without a tag. */
  readonly identity: string;
  /** Challenges of the registrar and those of calls are answered, and remembered, apart. */
  readonly registrar: DigestClient;
  #calls: DigestClient;
  readonly #secret: string;
  readonly #instance: string;

  constructor({ number, name = '', secret, instance = '' }: HandsetSettings, domain: string) {
    this.number = number;
    this.domain = domain;
    this.address = `sip:${number}@${domain}`;
    this.identity = name === '' ? `<${this.address}>` : `${quoteDisplay(encodeText(name))} <${this.address}>`;
    this.registrar = new DigestClient({ username: number, secret });
    this.#calls = new DigestClient({ username: number, secret });
    this.#secret = secret;
    this.#instance = instance;
  }

  get calls(): DigestClient {
    return this.#calls;
  }

  /** The next call is challenged anew, as that of a phone that remembers nothing. */
  forgetChallenges(): void {
    this.#calls = new DigestClient({ username: this.number, secret: this.#secret });
  }

  contact(flow: Flow): string {
    return contactOf(flow, this.number);
  }

  /** The URI of our Contact. */
  contactUri(flow: Flow): string {
    const line = contactOf(flow, this.number);
    return line.slice(line.indexOf('<') + 1, line.indexOf('>'));
  }

  /** The Contact of a REGISTER; with an instance it registers its connection (RFC 5626 §4.2). */
  registration(flow: Flow, expiresSeconds: number): string {
    const contact = contactOf(flow, this.number).trimEnd();
    const outbound = this.#instance === '' ? '' : `;+sip.instance="<${this.#instance}>";reg-id=1`;
    const supported = this.#instance === '' ? '' : 'Supported: path, outbound\r\n';
    return `${contact}${outbound};expires=${expiresSeconds}\r\n${supported}`;
  }
}
