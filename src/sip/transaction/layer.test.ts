// The layer: which transaction a message belongs to, what is answered without one, and what is left at the end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, silentLog } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { outgoing, read, request, responseTo, SampleFlow, type SampleRequest } from '../testing.ts';
import type { TransportName } from '../transport/flow.ts';
import type { ClientTransaction } from './client.ts';
import { TransactionLayer } from './layer.ts';

class Bench {
  readonly clock = new FakeClock();
  readonly flow: SampleFlow;
  readonly requests: SipMessage[] = [];
  readonly acks: SipMessage[] = [];
  readonly told: string[] = [];
  onRequest: (message: SipMessage) => void = () => undefined;
  readonly layer: TransactionLayer;

  constructor(transport: TransportName = 'UDP', most?: number) {
    this.flow = new SampleFlow(transport);
    this.layer = new TransactionLayer({
      clock: this.clock,
      log: silentLog,
      ...(most === undefined ? {} : { most }),
      onRequest: (message) => {
        this.requests.push(message);
        this.onRequest(message);
      },
      onAck: (ack) => void this.acks.push(ack),
    });
  }

  receive(message: SipMessage): void {
    this.layer.receive(message, this.flow);
  }

  in(method: string, given: SampleRequest = {}): void {
    this.receive(request(method, given));
  }

  open(message: SipMessage) {
    const transaction = this.layer.open(message, this.flow);
    assert.ok(transaction !== undefined);
    return transaction;
  }

  out(method: string): ClientTransaction {
    return this.layer.request(outgoing(method), this.flow, {
      onResponse: ({ status }) => void this.told.push(`${status}`),
      onFailure: (why) => void this.told.push(why),
    });
  }

  end(): void {
    this.clock.advance(70_000);
    assert.deepEqual({ transactions: this.layer.size, timers: this.clock.waiting }, { transactions: 0, timers: 0 });
  }
}

test('a repeated request gets the latest answer and is not handed on again', () => {
  const bench = new Bench();
  bench.onRequest = (message) => bench.open(message).respond(200, 'OK', 't');
  bench.in('OPTIONS');
  bench.in('OPTIONS');
  assert.equal(bench.requests.length, 1);
  assert.deepEqual(bench.flow.look(), ['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
  bench.end();
});

test('a request without the cookie is known by its tags and numbers as well', () => {
  const bench = new Bench();
  bench.onRequest = (message) => bench.open(message).respond(200, 'OK', 't');
  bench.in('OPTIONS', { branch: '1', cseq: 1 });
  bench.in('OPTIONS', { branch: '1', cseq: 2 });
  bench.in('OPTIONS', { branch: '1', cseq: 2, fromTag: 'other' });
  bench.in('OPTIONS', { branch: '1', cseq: 2 });
  assert.equal(bench.requests.length, 3);
  bench.end();
});

test('the same branch from another sender is another transaction', () => {
  const bench = new Bench();
  bench.onRequest = (message) => bench.open(message).respond(200, 'OK', 't');
  bench.in('OPTIONS');
  bench.in('OPTIONS', { sentBy: '203.0.113.9:5060' });
  assert.equal(bench.requests.length, 2);
  bench.end();
});

test('the ACK of a refusal is the transaction’s, that of a success its dialog’s, whatever its branch', () => {
  const bench = new Bench();
  bench.open(request('INVITE', { branch: 'z9hG4bK-1' })).respond(486, 'Busy Here', 't');
  bench.in('ACK', { branch: 'z9hG4bK-1', toTag: 't' });
  assert.equal(bench.acks.length, 0);
  bench.open(request('INVITE', { branch: 'z9hG4bK-2', cseq: 2 })).respond(200, 'OK', 't');
  bench.in('ACK', { branch: 'z9hG4bK-3', cseq: 2, toTag: 't' });
  bench.in('ACK', { branch: 'z9hG4bK-2', cseq: 2, toTag: 't' });
  assert.equal(bench.acks.length, 2);
  bench.end();
});

test('a user may take the ACK of a success that carries the INVITE’s own branch', () => {
  const bench = new Bench();
  const transaction = bench.open(request('INVITE'));
  let taken = 0;
  transaction.user = { onAck: () => void taken++ };
  transaction.respond(200, 'OK', 't');
  bench.in('ACK', { toTag: 't' });
  assert.deepEqual([taken, bench.acks.length], [1, 0]);
  bench.end();
});

test('a CANCEL is answered, and its INVITE told while it has no final answer', () => {
  const bench = new Bench();
  let cancelled = 0;
  const invite = bench.open(request('INVITE'));
  invite.user = { onCancel: () => void cancelled++ };
  bench.in('CANCEL');
  bench.in('CANCEL');
  assert.deepEqual([cancelled, bench.flow.look()], [1, ['SIP/2.0 200 OK', 'SIP/2.0 200 OK']]);
  invite.respond(487, 'Request Terminated', 't');
  bench.in('CANCEL', { sentBy: '203.0.113.9:5060' });
  assert.equal(bench.flow.look().at(-1), 'SIP/2.0 481 Call/Transaction Does Not Exist');
  bench.in('ACK', { toTag: 't' });
  bench.end();
});

test('a CANCEL that comes after the final answer changes nothing', () => {
  const bench = new Bench();
  const invite = bench.open(request('INVITE'));
  invite.user = { onCancel: () => assert.fail('cancelled after its answer') };
  invite.respond(200, 'OK', 't');
  bench.in('CANCEL');
  assert.deepEqual(bench.flow.look(), ['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
  bench.end();
});

test('answers without a transaction keep nothing and carry the same tag every time', () => {
  const bench = new Bench();
  bench.layer.refuse(request('INVITE'), bench.flow, 407);
  const first = bench.flow.last.to?.tag;
  bench.layer.refuse(request('INVITE'), bench.flow, 407);
  assert.equal(bench.flow.last.to?.tag, first);
  assert.notEqual(first, '');
  assert.equal(bench.layer.size, 0);
  bench.in('ACK', { toTag: first ?? '' });
  assert.equal(bench.acks.length, 1, 'its ACK finds no transaction and no dialog');
  bench.end();
});

test('over the limit a request is refused with 503 and Retry-After, and nothing is kept', () => {
  const bench = new Bench('UDP', 20);
  for (let index = 0; index < 20; index++) bench.open(request('OPTIONS', { branch: `z9hG4bK-${index}` }));
  bench.flow.look();
  assert.equal(bench.layer.open(request('OPTIONS', { branch: 'z9hG4bK-more' }), bench.flow), undefined);
  assert.equal(bench.flow.last.get(Header.RetryAfter), '10');
  assert.deepEqual(bench.flow.look(), ['SIP/2.0 503 Service Unavailable']);
  assert.equal(bench.layer.size, 20);
});

test('a fault in the taker is answered 500, by the transaction where there is one', () => {
  const bench = new Bench();
  bench.onRequest = () => {
    throw new Error('a fault');
  };
  bench.in('OPTIONS');
  assert.match(bench.flow.look()[0] ?? '', /^SIP\/2.0 500 Server Internal Error F/);
  bench.onRequest = (message) => {
    bench.open(message);
    throw new Error('a fault');
  };
  bench.in('INVITE', { branch: 'z9hG4bK-2' });
  assert.match(bench.flow.look()[0] ?? '', /^SIP\/2.0 500 Server Internal Error F/);
  bench.in('INVITE', { branch: 'z9hG4bK-2' });
  assert.equal(bench.requests.length, 2, 'the repeat belongs to the transaction');
  bench.in('ACK', { branch: 'z9hG4bK-2' });
  bench.end();
});

test('a request goes out with a fresh branch, rport over UDP alone, and its answer comes back to its user', () => {
  for (const transport of ['UDP', 'TLS'] as const) {
    const bench = new Bench(transport);
    bench.out('OPTIONS');
    const sent = bench.flow.sent[0] ?? '';
    const { via } = read(sent);
    assert.deepEqual([via?.transport, via?.host, via?.rport], [transport, '192.0.2.1', transport === 'UDP']);
    assert.match(via?.branch ?? '', /^z9hG4bK[0-9a-f]{24}$/);
    bench.receive(responseTo(sent, 200));
    bench.receive(responseTo(sent.replace(/branch=[^;\r]*/, 'branch=z9hG4bKother'), 200));
    assert.deepEqual(bench.told, ['200']);
    bench.end();
  }
});

test('the ACK of a refusal has the branch, the route and the number of its INVITE, and the answer’s To', () => {
  const bench = new Bench();
  bench.out('INVITE');
  const invite = bench.flow.sent[0] ?? '';
  bench.receive(responseTo(invite, 486, 'far'));
  const { last } = bench.flow;
  assert.equal(last.method, 'ACK');
  assert.equal(last.via?.branch, read(invite).via?.branch);
  assert.deepEqual([last.cseq?.number, last.to?.tag, last.get(Header.Route)], [7, 'far', '<sip:192.0.2.99;lr>']);
  assert.equal(last.get(Header.Subject), undefined);
  bench.end();
});

test('an INVITE is cancelled only after a provisional answer, once, and given up when it never ends', () => {
  const bench = new Bench();
  const invite = bench.out('INVITE');
  const sent = bench.flow.sent[0] ?? '';
  bench.layer.cancel(invite);
  assert.equal(bench.flow.look().length, 1, 'too early');
  bench.receive(responseTo(sent, 180));
  bench.layer.cancel(invite, 'Reason: SIP;cause=200\r\n');
  const cancel = bench.flow.last;
  assert.deepEqual(
    [cancel.method, cancel.via?.branch, cancel.cseq?.number, cancel.to?.tag, cancel.get(Header.Reason)],
    ['CANCEL', read(sent).via?.branch, 7, '', 'SIP;cause=200'],
  );
  bench.receive(responseTo(bench.flow.sent.at(-1) ?? '', 200));
  bench.flow.look();
  bench.clock.advance(6_000);
  bench.receive(responseTo(sent, 183));
  bench.layer.cancel(invite);
  assert.deepEqual(bench.flow.look(), []);
  bench.clock.advance(26_000);
  assert.deepEqual(bench.told, ['180', '183', 'timed-out']);
  bench.end();
});

test('a request that cannot be sent fails at once', () => {
  const bench = new Bench('TLS');
  bench.flow.open = false;
  bench.out('BYE');
  assert.deepEqual(bench.told, ['unsent']);
  bench.end();
});

test('an answer that belongs to nothing is dropped', () => {
  const bench = new Bench();
  bench.receive(responseTo(printedText, 200));
  assert.deepEqual([bench.flow.sent, bench.requests], [[], []]);
  bench.end();
});

const printedText = `OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
