// Load: counts, times, failures and bounds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, ok, silentLog } from '#base';
import { Header, parseMessage, printResponse, type SipMessage } from '#sip';
import { MemoryFlow } from '../testing.ts';
import type { OpenWire, WireUser } from '../wire.ts';
import { HandsetFarm } from './farm.ts';
import { atRate } from './pace.ts';
import { quantile, Tally } from './tally.ts';

/** A server in a few lines: agrees to registrations, and to half of the calls as if it were both phones. */
class Town {
  readonly clock = new FakeClock();
  readonly requests: SipMessage[] = [];
  delayMs = 0;
  answers: (request: SipMessage) => number = () => 200;
  #user: WireUser | undefined;

  readonly wire: OpenWire = (user) => {
    this.#user = user;
    const flow: MemoryFlow = new MemoryFlow('UDP', '192.0.2.2', '192.0.2.1', (text) => {
      const parsed = parseMessage(Buffer.from(text, 'latin1'));
      if (parsed.kind === 'message' && parsed.message.isRequest) this.#receive(parsed.message, flow);
    });
    return { connect: async () => ok(flow), close: async () => undefined };
  };

  farm(count: number): HandsetFarm {
    const phones = Array.from({ length: count }, (_, index) => ({ number: String(200 + index), secret: 'secret' }));
    const server = { transport: 'UDP', address: '192.0.2.1', port: 5060 } as const;
    return new HandsetFarm({ clock: this.clock, log: silentLog, server, phones, policy: 'none', wire: this.wire });
  }

  #receive(request: SipMessage, flow: MemoryFlow): void {
    this.requests.push(request);
    if (request.method === 'ACK') return;
    const status = this.answers(request);
    const isCall = request.method === 'INVITE' && status === 200;
    const contact = `Contact: <sip:${request.target?.user}@192.0.2.1>\r\n`;
    const body = isCall ? request.body.replace('o=- ', 'o=- 9') : '';
    const text = printResponse(request, status, '', 'tag', contact, 'application/sdp', body);
    this.clock.after(this.delayMs, () => {
      const parsed = parseMessage(Buffer.from(text, 'latin1'));
      if (parsed.kind === 'message') this.#user?.onMessage(parsed.message, flow);
    });
  }

  /** Lets time pass, promises being kept on the way. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 10) {
      this.clock.advance(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

test('phones register at the rate, and are counted and timed', async () => {
  const town = new Town();
  town.delayMs = 30;
  const farm = town.farm(20);
  assert.ok((await farm.open()).ok);
  const registering = farm.register({ perSecond: 100, limitMs: 5_000 });
  await town.pass(100);
  assert.ok(town.requests.length >= 10 && town.requests.length <= 12, `${town.requests.length} requests in 100 ms`);
  await town.pass(300);
  const report = await registering;
  assert.deepEqual([report.wanted, report.done, report.failed], [20, 20, 0]);
  assert.ok(report.medianMs >= 30 && report.p99Ms <= 60);
  assert.equal(new Set(town.requests.map((request) => request.get(Header.To))).size, 20);
});

test('calls are made between partners, hung up, and failures told by their words', async () => {
  const town = new Town();
  town.answers = (request) => (request.target?.user === '203' ? 486 : 200);
  const farm = town.farm(4);
  await farm.open();
  const calling = farm.call({ count: 10, perSecond: 1_000, talkMs: 50, limitMs: 5_000 });
  await town.pass(500);
  const report = await calling;
  assert.deepEqual([report.done, report.failed, report.failures], [5, 5, { '486 Busy Here': 5 }]);
  assert.equal(town.requests.filter(({ method }) => method === 'BYE').length, 5);
  const pairs = town.requests.map((request) => `${request.from?.uri} ${request.uri}`);
  assert.ok(
    pairs.some((pair) => /sip:200@.* sip:202@/.test(pair)) && !pairs.some((pair) => /sip:200@.* sip:203@/.test(pair)),
  );
});

test('a run ends at its limit, whatever has not ended', async () => {
  const town = new Town();
  town.delayMs = 100_000;
  const farm = town.farm(4);
  await farm.open();
  const calling = farm.call({ count: 6, perSecond: 1_000, talkMs: 0, limitMs: 200 });
  await town.pass(300);
  const report = await calling;
  assert.deepEqual([report.done, report.failures], [0, { 'not finished in time': 6 }]);
});

test('a rate is kept over late timers, and stopped', () => {
  const clock = new FakeClock();
  const begun: number[] = [];
  const stop = atRate(clock, 100, 50, (index) => begun.push(index));
  clock.advance(1_000);
  assert.deepEqual([begun.length, begun.at(-1)], [51, 50]);
  stop();
  clock.advance(1_000);
  assert.equal(begun.length, 51);
  assert.equal(clock.waiting, 0);
});

test('quantiles and too many reasons', () => {
  assert.deepEqual([quantile(Float64Array.of(1, 2, 3, 4), 0.5), quantile(Float64Array.of(), 0.5)], [2, 0]);
  let finished = 0;
  const tally = new Tally(30, () => finished++);
  for (let index = 0; index < 31; index++) tally.failed(`reason ${index}`);
  const { failed, failures } = tally.report(1);
  assert.deepEqual([failed, Object.keys(failures).length, failures['other reasons'], finished], [30, 21, 10, 1]);
});
