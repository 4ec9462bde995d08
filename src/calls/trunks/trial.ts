// The test of a trunk: what a call needs, step by step, over connections of its own, so that certificates are looked at as they are now.
// Its law: it registers nothing and changes nothing; the registrar is asked what is registered, which needs the same proof.

import { limits, randomHex } from '#base';
import { DigestClient, type Flow, type OutgoingRequest } from '#sip';
import { type Answer, Asking } from './asking.ts';
import { remedyOf } from './conditions.ts';
import type { TrunkParts } from './parts.ts';
import { parseProxies } from './proxies.ts';
import { lookUp, type Place } from './resolve.ts';
import { optionsRequest } from './supervision.ts';
import { TrialCall } from './trial-call.ts';
import { failed, passed, skipped, type TestOptions, type TestStep } from './trial-step.ts';
import { hostOf } from './trunk-line.ts';
import { type PlaceOwner, TrunkPlace } from './trunk-place.ts';
import { addressOfRecord } from './trunk-registration.ts';
import type { TrunkRecord } from './trunks.form.ts';

type Waiting = Pick<Asking, 'lost'>;

export class Trial implements PlaceOwner {
  readonly record: TrunkRecord;
  readonly dialKey = `trial ${randomHex(8)}`;
  readonly hasCalls = false;
  readonly #parts: TrunkParts;
  readonly #host: string;
  readonly #digest: DigestClient | undefined;
  #place: TrunkPlace | undefined;
  #flow: Flow | undefined;
  #waiting: Waiting | undefined;
  /** The last answer to OPTIONS asked who we are. */
  #isChallenged = false;

  constructor(parts: TrunkParts, record: TrunkRecord) {
    this.#parts = parts;
    this.record = record;
    this.#host = hostOf(record);
    const { name, username } = record;
    const secret = username === '' ? '' : parts.secretFor(name, 'secret');
    this.#digest = secret === '' ? undefined : new DigestClient({ username, secret });
  }

  async *run({ call = '' }: TestOptions): AsyncGenerator<TestStep> {
    try {
      let good: Flow | undefined;
      let tried = 0;
      for (const proxy of parseProxies(this.record.proxies) ?? []) {
        const led = await lookUp(proxy, this.record, this.#parts.resolver, this.#parts.chance);
        yield led.why === ''
          ? passed('name', `${led.proxy} leads to ${led.places.map(printPlace).join(', ')}.`)
          : failed('name', `${led.proxy} leads nowhere: ${led.why}.`, nameRemedy);
        for (const where of led.places) {
          if (++tried > limits.trunks.places) break;
          yield* this.#reach(where);
          good ??= this.#flow;
        }
      }
      if (good === undefined) return;
      yield await this.#authenticate(good);
      if (call !== '') yield await this.#call(good, call);
    } finally {
      this.#parts.network.release(this.dialKey, 'the test is over');
    }
  }

  placeChanged(): void {
    // What the place knows is read from it.
  }

  flowOpened(flow: Flow): void {
    this.#place?.flowOpened(flow);
  }

  flowClosed(flow: Flow, why: string): void {
    this.#place?.flowClosed(flow, why);
    if (flow === this.#flow) this.#waiting?.lost(why);
  }

  /** Connection, certificate and OPTIONS of one place. Its flow is kept where all went well. */
  async *#reach(where: Place): AsyncGenerator<TestStep> {
    this.#flow = undefined;
    this.#place = new TrunkPlace(where, this.#parts, this);
    const at = printPlace(where);
    const way = await this.#place.connected();
    const isTls = this.record.transport === 'tls';
    if (typeof way === 'string' && this.#place.certificate === undefined)
      return yield failed('connection', `No connection to ${at}: ${way}.`, connectionRemedy(isTls));
    yield passed(
      'connection',
      isTls || this.record.transport === 'tcp' ? `${at} is connected to.` : `Datagrams go to ${at}.`,
    );
    if (isTls) {
      const { certificate } = this.#place;
      if (certificate !== undefined)
        return yield failed(
          'certificate',
          `The certificate of ${at} is not accepted. ${certificate.words}`,
          remedyOf(certificate),
        );
      yield passed('certificate', `The certificate of ${at} is for ${where.serverName}, and accepted.`);
    }
    if (typeof way === 'string') return;
    this.#flow = way;
    yield await this.#askOptions(way, at);
  }

  async #askOptions(way: Flow, at: string): Promise<TestStep> {
    const begunMs = this.#parts.clock.steadyMs();
    const answer = await this.#ask(way, optionsRequest(this.#host, way), false);
    const status = answer.kind === 'none' ? 0 : answer.response.status;
    this.#isChallenged = status === 401 || status === 407;
    if (answer.kind === 'none') {
      // Where it is never asked, it need not answer.
      if (this.record.optionsSeconds > 0 || !way.open) this.#flow = undefined;
      return failed('options', `${at} does not answer OPTIONS: ${answer.why}.`, this.#optionsRemedy());
    }
    const said = `${status} ${answer.response.reason}`;
    if (status !== 503) {
      const tookMs = Math.round(this.#parts.clock.steadyMs() - begunMs);
      return passed('options', `${at} answers OPTIONS with ${said} after ${tookMs} ms.`);
    }
    this.#flow = undefined;
    return failed('options', `${at} answers OPTIONS with ${said}: it cannot serve now.`, 'Ask the provider.');
  }

  async #authenticate(way: Flow): Promise<TestStep> {
    const { registers, username } = this.record;
    if (!registers && !this.#isChallenged)
      return skipped(
        'authentication',
        username === '' ? 'The trunk has no account.' : 'The provider asked for no proof.',
      );
    const request = registers ? this.#question() : optionsRequest(this.#host, way);
    const answer = await this.#ask(way, request, true);
    const what = registers ? 'The registrar' : 'The provider';
    if (answer.kind === 'none')
      return failed('authentication', `${what} does not answer: ${answer.why}.`, 'Ask the provider.');
    const { status, reason } = answer.response;
    if (status < 300) return passed('authentication', `${what} knows the account ${username} and its secret.`);
    const remedy =
      'Compare user name, secret and domain with what the provider gave, and see that the account is not blocked.';
    return failed('authentication', `${what} does not accept the account ${username}: ${status} ${reason}.`, remedy);
  }

  async #call(way: Flow, number: string): Promise<TestStep> {
    const call = new TrialCall(this.#parts, way, {
      ...{ record: this.record, host: this.#host, number, digest: this.#digest },
    });
    this.#flow = way;
    this.#waiting = call;
    return await call.run();
  }

  #ask(way: Flow, request: OutgoingRequest, isProving: boolean): Promise<Answer> {
    let { cseq } = request;
    return new Promise((resolve) => {
      const asking = new Asking(this.#parts, way, {
        ...{ method: request.method, uri: request.uri, digest: isProving ? this.#digest : undefined },
        compose: (authorization) => ({ ...request, cseq: cseq++, headers: request.headers + authorization }),
        onAnswer: resolve,
      });
      this.#waiting = asking;
      asking.send();
    });
  }

  /** Without a Contact a REGISTER asks for what there is (RFC 3261 §10.2.3). */
  #question(): OutgoingRequest {
    const address = addressOfRecord({ username: this.record.username, host: this.#host });
    return {
      ...{ method: 'REGISTER', uri: `sip:${this.#host}`, from: `<${address}>;tag=${randomHex(8)}`, to: `<${address}>` },
      ...{ callId: randomHex(12), cseq: 1, maxForwards: 70, route: '', headers: '' },
    };
  }

  #optionsRemedy(): string {
    const { transport, offerCertificate } = this.record;
    const always =
      'Ask the provider whether it answers OPTIONS from here; with a supervision interval of 0 it need not.';
    return transport === 'tls' && !offerCertificate
      ? `${always} If it ended the connection at once, it may want our certificate: switch Offer our certificate on.`
      : always;
  }
}

const nameRemedy =
  'Correct the name, or the name servers of this machine; a name that leads to this machine itself must be written as the address.';

const connectionRemedy = (isTls: boolean): string =>
  isTls
    ? 'See that the host is up, that firewalls pass the port, that it speaks TLS there, and that its level fits IP trunks in TLS Security Levels.'
    : 'See that the host is up, that firewalls pass the port, and that the interface of this transport is switched on in Unsecured Interfaces.';

const printPlace = ({ host, address, port }: Place): string => {
  const at = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return host === address ? at : `${host} (${at})`;
};
