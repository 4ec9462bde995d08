// Mail about messages to a real mail server, over each of the three ways; hours without a server, and restarts meanwhile: nothing lost, nothing twice.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock, no, ok, type Result, Secret, silentLog } from '#base';
import { initialRecord } from '#forms';
import { printWav } from '#media';
import { type MailServer, sendMail } from '#outbound';
import { MasterKey, Sealer } from '#security';
import { openStorage, type Storage } from '#storage';
import {
  afterwards,
  forwardToEmail,
  type Kept,
  KeptSounds,
  type Letter,
  mailOf,
  Outbox,
  type VoiceMailbox,
  voiceMailboxes,
} from '#voicemail';
import { MailReceiver } from '../../src/outbound/testing.ts';
import { testIdentity } from '../../src/sip/transport/testing.ts';

const { cert, key } = await testIdentity('mail');
const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 5)));
const sound = Buffer.from(Array.from({ length: 24_000 }, (_, at) => (at * 7) & 0xff));
const box: VoiceMailbox = {
  ...initialRecord(voiceMailboxes),
  ...{ number: '202', emailForward: 'attach', email: 'bert@example.com', afterEmail: 'heard' },
};
const head = { from: 'ringfence@example.com', system: 'Office', timeZone: 'Europe/Berlin' };
const minuteMs = 60_000;

class Bed {
  readonly clock = new FakeClock();
  readonly folder = mkdtempSync(join(tmpdir(), 'ringfence-mail-'));
  readonly sent: Letter[] = [];
  answer: Result<void> = ok(undefined);
  storage!: Storage;
  sounds!: KeptSounds;
  outbox!: Outbox;

  async open(): Promise<void> {
    const opened = await openStorage({ dialect: 'sqlite', directory: this.folder }, silentLog);
    assert.ok(opened.ok);
    this.storage = opened.value;
    const parts = { storage: this.storage, sealer, clock: this.clock, log: silentLog };
    this.sounds = await KeptSounds.open({ ...parts, folder: join(this.folder, 'voicemail'), note: () => undefined });
    this.outbox = await Outbox.open({
      ...parts,
      send: async (letter) => {
        if (this.answer.ok) this.sent.push(letter);
        return this.answer;
      },
      taken: (letter) => afterwards(this.sounds, letter),
      changed: () => undefined,
    });
    forwardToEmail(this.sounds, this.outbox, (number) => (number === '202' ? box : undefined));
    this.outbox.start();
  }

  async close(): Promise<void> {
    await this.outbox.close();
    await this.storage.close();
  }

  async leave(): Promise<Kept> {
    const keeping = this.sounds.begin();
    keeping.append(sound, 'PCMU');
    const facts = { number: '+49891234567', name: 'Anna\r\nBcc: x@example.com', extension: '', urgent: true };
    const kept = await keeping.finish(facts, { owner: '202', kind: 'message', state: 'new' });
    assert.ok(kept.ok);
    return kept.value;
  }

  /** Time passes, a minute at a time, and what falls due is done. */
  async pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      this.clock.advance(minuteMs);
      await this.outbox.settled();
    }
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 2_000; turn++) {
      if (holds()) return;
      this.clock.advance(0);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.fail(what);
  }
}

async function withBed(work: (bed: Bed) => Promise<void>): Promise<void> {
  const bed = new Bed();
  await bed.open();
  try {
    await work(bed);
  } finally {
    await bed.close();
    rmSync(bed.folder, { recursive: true });
  }
}

test('three hours without a server, with restarts: every mail is sent, once, and its message is heard then', async () => {
  await withBed(async (bed) => {
    bed.answer = no({ code: 'outbound.mail-failed', words: 'it is not there' });
    for (let count = 0; count < 5; count++) await bed.leave();
    await bed.pass(90);
    await bed.close();
    await bed.open();
    assert.equal([...bed.outbox.all].length, 5);
    await bed.pass(90);
    assert.ok([...bed.outbox.all].every(({ attempts, state }) => attempts > 3 && state === 'waiting'));
    bed.answer = ok(undefined);
    await bed.pass(61);
    await bed.until('all are sent', () => [...bed.outbox.all].length === 0);
    assert.equal(new Set(bed.sent.map(({ message }) => message)).size, 5);
    assert.equal(bed.sent.length, 5);
    await bed.until('all are heard', () => bed.sounds.of('202', 'message').every(({ state }) => state === 'heard'));
  });
});

test('what is refused for good stays to be seen, is sent again when told so, and lies sealed', async () => {
  await withBed(async (bed) => {
    bed.answer = no({ code: 'outbound.mail-rejected', words: '550 no such person' });
    await bed.leave();
    await bed.until('it has failed', () => [...bed.outbox.all].some(({ state }) => state === 'failed'));
    await bed.pass(600);
    const [posted] = bed.outbox.all;
    assert.deepEqual([posted?.attempts, posted?.last], [1, '550 no such person']);
    for (const name of readdirSync(bed.folder).filter((one) => one.startsWith('ringfence.db')))
      assert.ok(!readFileSync(join(bed.folder, name)).includes('bert@example.com'));
    bed.answer = ok(undefined);
    assert.ok(await bed.outbox.sendAgain(posted?.letter.id ?? ''));
    await bed.until('it is sent', () => bed.sent.length === 1);
  });
});

const ways = {
  'TLS, as on port 465': { options: { secure: true }, server: { security: 'tls' } },
  'STARTTLS, as on port 587': { options: {}, server: { security: 'starttls' } },
  'in the clear, as on port 25': { options: { disabledCommands: ['STARTTLS'] }, server: { security: 'clear' } },
} as const;

for (const [way, { options, server }] of Object.entries(ways))
  for (const user of server.security === 'clear' ? [''] : ['', 'anna'])
    test(`over ${way}, ${user === '' ? 'without a login' : 'with a password'}: the message arrives as it was kept`, async (t: TestContext) => {
      const receiver = new MailReceiver({
        key,
        cert,
        ...options,
        disabledCommands: [...('disabledCommands' in options ? options.disabledCommands : [])],
      });
      await receiver.listen();
      t.after(() => receiver.close());
      const to: MailServer = {
        ...{ host: '127.0.0.1', port: receiver.port, tls: { ca: cert }, user, ...server },
        ...(user === '' ? {} : { password: new Secret('correct horse') }),
      };
      const letter: Letter = {
        ...{
          id: 'abc',
          mailbox: '202',
          message: 'm',
          to: 'bert@example.com',
          isAttached: true,
          after: 'keep',
          atMs: 0,
        },
        ...{ number: '+49891234567', name: 'Anna\r\nBcc: x@example.com', ms: 3_000, urgent: true },
      };
      const wav = printWav({ codec: 'PCMU', bytes: sound });
      assert.deepEqual(await sendMail(to, mailOf(letter, head, wav)), ok(undefined));
      const [{ raw = '', user: shown, to: recipients } = {}] = receiver.mails;
      assert.deepEqual([shown || undefined, recipients], [user === '' ? undefined : user, ['bert@example.com']]);
      assert.doesNotMatch(raw, /^Bcc:/m);
      const encoded = /filename="?message\.wav"?[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(raw)?.[1] ?? '';
      assert.ok(Buffer.from(encoded, 'base64').equals(wav));
    });
