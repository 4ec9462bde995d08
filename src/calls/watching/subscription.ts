// One subscription: the dialog that a SUBSCRIBE opened, what it watches, and what its phone has been told. Sending is the courier's work.

import { limits } from '#base';
import type { Dialog, Flow, SipMessage } from '#sip';
import type { DialogUser } from '../legs/dialog-table.ts';
import type { Station } from '../stations/station.ts';
import type { EventPackage } from './packages/package.ts';
import { type Packed, type Part, packList, packParts } from './packing.ts';
import type { Watched } from './watched.ts';

export interface SubscriptionFacts {
  readonly dialog: Dialog;
  /** Whose device subscribed. */
  readonly watcher: Station;
  readonly package: EventPackage;
  /** The extension that is watched, or the name of a list. */
  readonly target: string;
  readonly isList: boolean;
  /** The value of Event, with its id where the phone gave one. */
  readonly event: string;
  /** Does the phone take several documents in one body? */
  readonly takesParts: boolean;
  /** The instance of the device (RFC 5626), by which it is found again; '' where it has none. */
  readonly instance: string;
}

type Receive = (subscription: Subscription, request: SipMessage, flow: Flow) => void;

export class Subscription implements DialogUser {
  readonly facts: SubscriptionFacts;
  endsAtMs = 0;
  /** The number of the NOTIFY that waits for its answer; 0: none does. */
  asking = 0;
  isOver = false;
  /** The numbers of its NOTIFYs below this one may be used: they are written down. */
  reserved: number;
  #sources: readonly Watched<Subscription>[] = [];
  /** Of each source the state that the phone was told, 0 for none, and the number of its next document. */
  #told: number[] = [];
  #versions: number[] = [];
  #version: number;
  #mustTell = true;
  readonly #receive: Receive;

  /** `firstVersion` is above all that its phone was ever sent. */
  constructor(facts: SubscriptionFacts, firstVersion: number, receive: Receive) {
    this.facts = facts;
    this.#version = firstVersion;
    this.reserved = firstVersion;
    this.#receive = receive;
  }

  get id(): string {
    return this.facts.dialog.localTag;
  }

  get sources(): readonly Watched<Subscription>[] {
    return this.#sources;
  }

  /** Watches these from now on; the phone is told all of them. */
  watch(sources: readonly Watched<Subscription>[]): void {
    const versions = new Map(this.#sources.map((source, index) => [source.number, this.#versions[index] ?? 0]));
    const isKeyedByNumber = this.facts.isList || sources.length === 1;
    this.#versions = sources.map(({ number }) => (isKeyedByNumber ? versions.get(number) : undefined) ?? this.#version);
    this.#sources = sources;
    this.forget();
  }

  /** Is there anything that the phone has not been told? */
  get hasNews(): boolean {
    return this.#mustTell || this.#sources.some(({ epoch }, index) => this.#told[index] !== epoch);
  }

  /** The phone is to be told everything again. */
  forget(): void {
    this.#mustTell = true;
    this.#told = this.#sources.map(() => 0);
  }

  /** The body of the next NOTIFY; from then on the phone counts as told. Undefined where there is nothing to say. */
  next(realm: () => string): Packed | undefined {
    if (!this.hasNews) return undefined;
    const { isList, takesParts, target } = this.facts;
    const isFull = this.#told.every((epoch) => epoch === 0);
    const fresh = this.#sources.flatMap(({ epoch }, index) => (this.#told[index] === epoch ? [] : [index]));
    this.#mustTell = false;
    if (isList) {
      const facts = { name: target, realm: realm(), version: this.#version++, isFull };
      return packList(
        facts,
        fresh.map((index) => this.#tell(index)),
      );
    }
    const parts = (takesParts ? fresh : fresh.slice(0, 1)).map((index) => this.#tell(index));
    this.#version++;
    const [part] = parts;
    if (part === undefined) return { contentType: '', body: '' };
    return parts.length === 1 ? { contentType: part.contentType, body: part.text } : packParts(parts);
  }

  #tell(index: number): Part {
    const source = this.#sources[index];
    if (source === undefined) throw new Error('a subscription tells of what it does not watch');
    const version = this.#versions[index] ?? 0;
    this.#versions[index] = version + 1;
    this.#told[index] = source.epoch;
    return { number: source.number, contentType: source.contentType, text: source.text(version) };
  }

  /** Reserves the next numbers where they are nearly used up: true when that is to be written down. */
  reserve(): boolean {
    const { reservedNumbers } = limits.watching;
    if (this.facts.dialog.localSeq + reservedNumbers / 2 < this.reserved) return false;
    this.reserved = this.facts.dialog.localSeq + reservedNumbers;
    return true;
  }

  onRequest(request: SipMessage, flow: Flow): void {
    this.#receive(this, request, flow);
  }

  /** No ACK belongs to a subscription. */
  onAck(): void {}
}
