// The load: registrations and calls at a steady rate, bounded in count, with each operation's outcome and time.

import { randomHex } from '#base';
import { DigestClient, Header, printRequest, printResponse, type SipMessage } from '#sip';
import { openTls, openUdp, type Way, type Wire } from './wire.ts';

export interface LoadPlan {
  readonly transport: 'udp' | 'tls';
  readonly port: number;
  readonly ways: number;
  readonly firstNumber: number;
  readonly extensions: number;
  readonly secretPrefix: string;
}

export interface LoadResult {
  readonly done: number;
  readonly failed: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** The first few failures, in words. */
  readonly complaints: readonly string[];
}

interface Operation {
  readonly phone: Phone;
  readonly startedMs: number;
  receive(message: SipMessage): void;
  finish(failure?: string): void;
}

/** How long an operation may take before it has failed. */
const patienceMs = 10_000;
const domain = 'ringfence';

interface Phone {
  readonly number: string;
  readonly way: Way;
  readonly digest: DigestClient;
}

const suite = 'AES_CM_128_HMAC_SHA1_80';

export class Load {
  readonly #plan: LoadPlan;
  readonly #operations = new Map<string, Operation>();
  #wire: Wire | undefined;
  #phones: readonly Phone[] = [];

  constructor(plan: LoadPlan) {
    this.#plan = plan;
  }

  async open(): Promise<void> {
    const { transport, port, ways, firstNumber, extensions, secretPrefix } = this.#plan;
    const open = transport === 'udp' ? openUdp : openTls;
    const wire = await open(port, ways, (message, way) => this.#receive(message, way));
    this.#wire = wire;
    this.#phones = Array.from({ length: extensions }, (_, index) => {
      const number = String(firstNumber + index);
      const way = wire.ways[index % wire.ways.length];
      if (way === undefined) throw new Error('no way is open');
      return { number, way, digest: new DigestClient({ username: number, secret: `${secretPrefix}${number}` }) };
    });
  }

  close(): void {
    this.#wire?.close();
  }

  /** Registers phones one after another at the rate, going round when there are fewer than `count`. */
  registrations(count: number, perSecond: number): Promise<LoadResult> {
    return this.#run(count, perSecond, (index) => {
      const phone = this.#phones[index % this.#phones.length];
      return phone === undefined ? undefined : (done) => this.#register(phone, done);
    });
  }

  /** Calls from each even phone to the next odd one; `holdMs` is how long they talk. */
  calls(count: number, perSecond: number, holdMs: number): Promise<LoadResult> {
    const pairs = Math.floor(this.#phones.length / 2);
    return this.#run(
      count,
      perSecond,
      (index) => {
        const caller = this.#phones[(index % pairs) * 2];
        const called = this.#phones[(index % pairs) * 2 + 1];
        return caller === undefined || called === undefined
          ? undefined
          : (done) => this.#call(caller, called, holdMs, done);
      },
      patienceMs + holdMs,
    );
  }

  async #run(
    count: number,
    perSecond: number,
    begin: (index: number) => ((done: (failure: string | undefined, ms: number) => void) => Operation) | undefined,
    withinMs = patienceMs,
  ): Promise<LoadResult> {
    const times: number[] = [];
    const complaints: string[] = [];
    let begun = 0;
    let ended = 0;
    const started = performance.now();
    return await new Promise((resolve) => {
      const done = (failure: string | undefined, ms: number): void => {
        ended += 1;
        if (failure === undefined) times.push(ms);
        else if (complaints.length < 5) complaints.push(failure);
        if (ended === count) finish();
      };
      const finish = (): void => {
        clearInterval(ticker);
        times.sort((a, b) => a - b);
        const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
        resolve({ done: times.length, failed: count - times.length, medianMs: at(0.5), p99Ms: at(0.99), complaints });
      };
      const ticker = setInterval(() => {
        const due = Math.min(count, Math.floor(((performance.now() - started) / 1_000) * perSecond));
        for (; begun < due; begun++) begin(begun)?.(done);
        const now = performance.now();
        for (const operation of new Set(this.#operations.values())) {
          if (now - operation.startedMs > withinMs) operation.finish('no answer in time');
        }
      }, 5);
    });
  }

  #receive(message: SipMessage, way: Way): void {
    if (message.isRequest) this.#receiveCall(message, way);
    else this.#operations.get(message.callId)?.receive(message);
  }

  #operation(
    callId: string,
    phone: Phone,
    receive: (message: SipMessage) => void,
    done: (failure: string | undefined, ms: number) => void,
  ): Operation {
    const startedMs = performance.now();
    const operation: Operation = {
      phone,
      startedMs,
      receive,
      finish: (failure) => {
        if (this.#operations.delete(callId)) done(failure, performance.now() - startedMs);
      },
    };
    this.#operations.set(callId, operation);
    return operation;
  }

  #register(phone: Phone, done: (failure: string | undefined, ms: number) => void): Operation {
    const callId = randomHex(10);
    const uri = `sip:${domain}`;
    const from = `<sip:${phone.number}@${domain}>`;
    let cseq = 0;
    const send = (authorization: string): void => {
      cseq += 1;
      const headers =
        `Max-Forwards: 70\r\nFrom: ${from};tag=${callId}\r\nTo: ${from}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} REGISTER\r\n` +
        `Contact: <sip:${phone.number}@${phone.way.host}${phone.way.contactParameters}>\r\nExpires: 3600\r\n${authorization}`;
      phone.way.send(printRequest('REGISTER', uri, viaOf(phone.way), headers));
    };
    const operation = this.#operation(
      callId,
      phone,
      (message) => {
        if (message.status === 401 && cseq === 1 && phone.digest.accept(message, false)) {
          send(phone.digest.authorize({ method: 'REGISTER', uri }));
        } else
          operation.finish(message.status === 200 ? undefined : `REGISTER got ${message.status} ${message.reason}`);
      },
      done,
    );
    send('');
    return operation;
  }

  #call(
    caller: Phone,
    called: Phone,
    holdMs: number,
    done: (failure: string | undefined, ms: number) => void,
  ): Operation {
    const callId = randomHex(10);
    const uri = `sip:${called.number}@${domain}`;
    const from = `<sip:${caller.number}@${domain}>;tag=${callId}`;
    const contact = `Contact: <sip:${caller.number}@${caller.way.host}${caller.way.contactParameters}>\r\n`;
    let cseq = 1;
    let setUpMs = 0;
    let dialog: { target: string; to: string; route: string } | undefined;
    const request = (method: string, target: string, to: string, lines: string, body = ''): void => {
      const headers = `${lines}Max-Forwards: 70\r\nFrom: ${from}\r\nTo: ${to}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} ${method}\r\n`;
      caller.way.send(
        printRequest(method, target, viaOf(caller.way), headers, body === '' ? '' : 'application/sdp', body),
      );
    };
    const startedMs = performance.now();
    const operation = this.#operation(
      callId,
      caller,
      (message) => {
        if (message.status < 200) return;
        const to = message.get(Header.To) ?? '';
        if (message.method === 'BYE')
          return operation.finish(message.status === 200 ? undefined : `BYE got ${message.status}`);
        if (message.status === 407 && cseq === 1 && caller.digest.accept(message, false)) {
          acknowledge(caller, message, uri, from, callId, cseq);
          cseq += 1;
          return request(
            'INVITE',
            uri,
            `<${uri}>`,
            contact + caller.digest.authorize({ method: 'INVITE', uri }),
            offerOf(caller),
          );
        }
        if (message.status !== 200) {
          if (message.method === 'INVITE') acknowledge(caller, message, uri, from, callId, cseq);
          return operation.finish(`INVITE got ${message.status} ${message.reason}`);
        }
        if (dialog !== undefined) return;
        setUpMs = performance.now() - startedMs;
        const target = message.contact === '*' ? undefined : message.contact?.uri;
        dialog = {
          target: target ?? uri,
          to,
          route: [...message.list(Header.RecordRoute)]
            .reverse()
            .map((value) => `Route: ${value}\r\n`)
            .join(''),
        };
        request('ACK', dialog.target, to, dialog.route);
        const bye = (): void => {
          cseq += 1;
          if (dialog !== undefined) request('BYE', dialog.target, dialog.to, dialog.route);
        };
        if (holdMs === 0) bye();
        else setTimeout(bye, holdMs);
      },
      (failure) => done(failure, setUpMs),
    );
    request('INVITE', uri, `<${uri}>`, contact, offerOf(caller));
    return operation;
  }

  /** The called phone: rings, answers, and agrees to the end. */
  #receiveCall(request: SipMessage, way: Way): void {
    const tag = `b${request.callId.slice(0, 12)}`;
    const answer = (status: number, reason: string, lines = '', body = ''): void =>
      way.send(printResponse(request, status, reason, tag, lines, body === '' ? '' : 'application/sdp', body));
    if (request.method === 'INVITE') {
      const routes = request
        .all(Header.RecordRoute)
        .map((value) => `Record-Route: ${value}\r\n`)
        .join('');
      const contact = `Contact: <sip:${request.target?.user ?? ''}@${way.host}${way.contactParameters}>\r\n`;
      answer(180, 'Ringing', routes + contact);
      answer(200, 'OK', routes + contact, answerTo(way));
    } else if (request.method === 'BYE') answer(200, 'OK');
  }
}

const viaOf = (way: Way): string => `${way.via};branch=z9hG4bK${randomHex(8)};rport`;

function acknowledge(
  phone: Phone,
  response: SipMessage,
  uri: string,
  from: string,
  callId: string,
  cseq: number,
): void {
  const via = response.get(Header.Via) ?? '';
  const headers = `Max-Forwards: 70\r\nFrom: ${from}\r\nTo: ${response.get(Header.To) ?? ''}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} ACK\r\n`;
  phone.way.send(printRequest('ACK', uri, via.split(';rport', 1)[0] ?? via, headers));
}

/** The two ends must not share a key (RFC 4568 §6.1). */
const keys = { offer: 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz', answer: 'NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj' };

const sdp = (secure: boolean, key: string): string =>
  `v=0\r\no=- 20518 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 20000 ${secure ? 'RTP/SAVP' : 'RTP/AVP'} 0 8 101\r\n` +
  'a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n' +
  (secure ? `a=crypto:1 ${suite} inline:${key}\r\n` : '') +
  'a=sendrecv\r\n';

const offerOf = (phone: Phone): string => sdp(phone.way.contactParameters !== '', keys.offer);
const answerTo = (way: Way): string => sdp(way.contactParameters !== '', keys.answer);
