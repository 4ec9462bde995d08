// Tests of SMDR over real sockets: readers are plain TCP clients that come, go and break off; what they got is compared with what was called.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { temporaryPath } from '../../storage/testing.ts';
import type { SmdrSettings } from './smdr.ts';
import type { SmdrOptions } from './smdr-options.form.ts';
import { callOf, dialledIn, span, TestReader, TestSmdr, trunk } from './testing.ts';

const paths: string[] = [];
after(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
});

async function open(wishes: Partial<SmdrOptions> = {}, more: Partial<SmdrSettings> = {}) {
  const path = temporaryPath();
  paths.push(path);
  return { path, bed: await TestSmdr.open(path, wishes, more) };
}

/** A record is known to have arrived when the connection has lived for this long after it. */
const arrivedMs = 61_000;

test('what waited goes to the first reader, what comes to all that are there, each line with CR LF', async () => {
  const { bed } = await open();
  bed.calls(1, 3);
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  await first.until(3);
  const second = await TestReader.connect(port);
  await bed.until(() => bed.readers === 2);
  bed.calls(4, 2);
  await first.until(5);
  await second.until(2);
  assert.deepEqual([dialledIn(first.lines), dialledIn(second.lines)], [span(1, 5), span(4, 5)]);
  assert.match(first.text, /^([ -~]{90}\r\n){5}$/);
  await Promise.all([first.leave(), second.leave()]);
  await bed.smdr.close();
});

test('a reader that ended in good order has what it was sent; the next one gets the rest', async () => {
  const { bed } = await open();
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  bed.calls(1, 4);
  await first.until(4);
  await bed.sent(4);
  bed.clock.advance(1_500);
  await first.leave();
  await bed.until(() => bed.readers === 0);
  assert.equal(bed.arrived, 4);
  bed.calls(5, 2);
  const second = await TestReader.connect(port);
  await second.until(2);
  assert.deepEqual(dialledIn(second.lines), [5, 6]);
  await second.leave();
  await bed.smdr.close();
});

test('a reader that breaks off gets again what was sent within the last minute, and nothing older', async () => {
  const { bed } = await open();
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  bed.calls(1, 3);
  await first.until(3);
  await bed.until(() => bed.smdr.delivery()[1]?.sent === 3);
  bed.clock.advance(arrivedMs);
  assert.equal(bed.arrived, 3);
  bed.calls(4, 2);
  await first.until(5);
  first.socket.resetAndDestroy();
  await bed.until(() => bed.readers === 0);
  assert.equal(bed.arrived, 3);
  const second = await TestReader.connect(port);
  await second.until(2);
  assert.deepEqual(dialledIn(second.lines), [4, 5]);
  await second.leave();
  await bed.smdr.close();
});

test('what a reader had not read when it ended is sent again: its system says so', async () => {
  const { bed } = await open();
  const port = await bed.listen();
  const deaf = await TestReader.connect(port);
  await bed.until(() => bed.readers === 1);
  deaf.socket.pause();
  bed.calls(1, 5);
  await bed.until(() => bed.smdr.delivery()[1]?.sent === 5);
  bed.clock.advance(5_000);
  deaf.socket.destroy();
  await bed.until(() => bed.readers === 0);
  assert.equal(bed.arrived, 0);
  const next = await TestReader.connect(port);
  await next.until(5);
  assert.deepEqual(dialledIn(next.lines), span(1, 5));
  await next.leave();
  await bed.smdr.close();
});

test('what crossed with the end of a reader is sent again', async () => {
  const { bed } = await open();
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  bed.calls(1, 1);
  await first.until(1);
  await bed.sent(1);
  bed.clock.advance(1_500);
  bed.calls(2, 1);
  await first.until(2);
  await first.leave();
  await bed.until(() => bed.readers === 0);
  assert.equal(bed.arrived, 1);
  await bed.smdr.close();
});

test('records outlast a restart; one that stops in good order sends nothing twice', async () => {
  const { path, bed } = await open();
  const first = await TestReader.connect(await bed.listen());
  bed.calls(1, 30);
  await first.until(30);
  await bed.until(() => bed.smdr.delivery()[1]?.sent === 30);
  await bed.smdr.close();
  assert.deepEqual(dialledIn(first.lines), span(1, 30));
  const again = await TestSmdr.open(path);
  assert.equal(again.arrived, 30);
  again.calls(31, 3);
  const second = await TestReader.connect(await again.listen());
  await second.until(3);
  assert.deepEqual(dialledIn(second.lines), span(31, 33));
  await second.leave();
  await again.smdr.close();
});

test('when the one that had everything goes, another that was there carries on', async () => {
  const { bed } = await open();
  bed.calls(1, 2);
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  await first.until(2);
  const second = await TestReader.connect(port);
  await bed.until(() => bed.readers === 2);
  bed.calls(3, 2);
  await Promise.all([first.until(4), second.until(2)]);
  await bed.sent(4);
  bed.clock.advance(1_500);
  await first.leave();
  await bed.until(() => bed.readers === 1);
  assert.equal(bed.arrived, 4);
  bed.calls(5, 1);
  await second.until(3);
  await bed.sent(3);
  bed.clock.advance(arrivedMs);
  assert.equal(bed.arrived, 5);
  const third = await TestReader.connect(port);
  await bed.until(() => bed.readers === 2);
  bed.calls(6, 1);
  await third.until(1);
  assert.deepEqual(dialledIn(third.lines), [6], 'a further reader gets what comes from then on');
  await Promise.all([second.leave(), third.leave()]);
  await bed.smdr.close();
});

test('while nobody reads, the oldest are lost when there are too many, and that is counted and told', async () => {
  const { path, bed } = await open({ recordsKept: 1_000 });
  const port = await bed.listen();
  bed.calls(1, 1_050);
  const [row] = bed.smdr.delivery();
  assert.deepEqual([row?.lost, row?.waiting], [50, 1_000]);
  assert.match(bed.smdr.conditions().get('smdr-unread')?.words ?? '', /50 were lost/);
  const reader = await TestReader.connect(port);
  await reader.until(1_000);
  assert.deepEqual(dialledIn(reader.lines), span(51, 1_050));
  await bed.until(() => bed.smdr.delivery()[1]?.sent === 1_050);
  assert.equal(bed.smdr.conditions().size, 0, 'somebody reads now');
  await bed.smdr.close();
  const again = await TestSmdr.open(path);
  assert.equal(again.smdr.delivery()[0]?.lost, 50);
  await again.smdr.close();
});

test('a slow reader is cut off, what it had not taken stays, and others are not held up', async () => {
  const { bed } = await open({ recordsKept: 75_000 }, { fileRecords: 1_000 });
  const port = await bed.listen();
  const slow = await TestReader.connect(port);
  await bed.until(() => bed.readers === 1);
  slow.socket.pause();
  const quick = await TestReader.connect(port);
  await bed.until(() => bed.readers === 2);
  let called = 0;
  const sentTo = (index: number): number => bed.smdr.delivery()[index]?.sent ?? 0;
  // Until the systems of both ends have taken all that they take of what the slow one does not read.
  for (let last = -1; called === 0 || (sentTo(1) > last && called < 70_000); ) {
    last = sentTo(1);
    bed.calls(called + 1, 2_000);
    called += 2_000;
    await quick.until(called);
    await bed.until(() => sentTo(2) === called);
  }
  assert.ok(sentTo(1) < called, 'it takes no more');
  bed.clock.advance(31_000);
  await bed.until(() => bed.readers === 1);
  assert.deepEqual(dialledIn(quick.lines.slice(-3)), span(called - 2, called));
  slow.socket.destroy();
  await bed.smdr.close();
});

test('sent again from a record on, when somebody asks for it', async () => {
  const { bed } = await open();
  const port = await bed.listen();
  const first = await TestReader.connect(port);
  bed.calls(1, 6);
  await first.until(6);
  await bed.sent(6);
  bed.clock.advance(arrivedMs);
  assert.ok(bed.smdr.sendAgainFrom(4).ok);
  await bed.until(() => bed.readers === 0);
  const second = await TestReader.connect(port);
  await second.until(3);
  assert.deepEqual(dialledIn(second.lines), [4, 5, 6]);
  const refused = bed.smdr.sendAgainFrom(99);
  assert.equal(refused.ok ? '' : refused.refusal.code, 'records.smdr-gone');
  await second.leave();
  await bed.smdr.close();
});

test('the layout is that of the moment when the call ended', async () => {
  const { bed } = await open();
  bed.calls(1, 1);
  bed.options = { ...bed.options, aniDnis: true };
  bed.calls(2, 1);
  bed.options = { ...bed.options, networkOli: true, seconds: true };
  bed.calls(3, 1);
  const reader = await TestReader.connect(await bed.listen());
  await reader.until(3);
  assert.deepEqual(
    reader.lines.map(({ length }) => length),
    [90, 112, 134],
  );
  await reader.leave();
  await bed.smdr.close();
});

test('while it is off nothing is recorded', async () => {
  const { bed } = await open({ recording: false });
  bed.calls(1, 3);
  assert.equal(bed.smdr.count, 0);
  bed.options = { ...bed.options, recording: true };
  bed.calls(4, 1);
  assert.equal(bed.smdr.count, 1);
  await bed.smdr.close();
});

test('a call that was recorded, and found interrupted because the process was killed just then, is recorded once', async () => {
  const { path, bed } = await open();
  const call = callOf({ id: 'tandem', caller: trunk(1), called: trunk(2), rang: 1 });
  bed.smdr.write(call);
  await bed.smdr.close();
  const again = await TestSmdr.open(path);
  again.smdr.write({ ...call, outcome: 'interrupted' });
  assert.equal(again.smdr.count, 2);
  await again.smdr.close();
});

test('harm to a record harms no call', async () => {
  const { bed } = await open({}, { isReported: () => assert.fail('a fault of the class of service') });
  bed.calls(1, 1);
  assert.equal(bed.smdr.count, 0);
  await bed.smdr.close();
});
