// Somebody leaves a message: greeting, tone, what they say, and their review of it. Its law: what was confirmed is kept whole, and who hangs up
// has confirmed; what cannot be kept is said to be so.

import { limits } from '#base';
import type { PlayItem } from '#media';
import { CallOver, type VoiceCall } from '#voice';
import type { VoiceMailbox } from '../mailboxes/voice-mailboxes.form.ts';
import type { Keeping } from '../store/kept-sounds.ts';
import { choose } from './asking.ts';
import { tone, type VoicemailParts } from './parts.ts';

/** Shorter than this somebody has only hung up. */
const leastMs = 1_000;
const silenceMs = 10_000;
const skip = '#';
const toOperator = '0';

/** How many leave a message now, by mailbox and by caller. */
export class Depositing {
  readonly #now = new Map<string, number>();

  /** What ends it; undefined where there are too many. */
  begin(mailbox: string, caller: string): (() => void) | undefined {
    const { depositsPerMailbox, depositsPerCaller } = limits.voicemail;
    const [inBox, ofCaller] = [`in ${mailbox}`, `of ${caller}`];
    if (this.#count(inBox) >= depositsPerMailbox || (caller !== '' && this.#count(ofCaller) >= depositsPerCaller))
      return undefined;
    for (const key of [inBox, ofCaller]) this.#now.set(key, this.#count(key) + 1);
    return () => {
      for (const key of [inBox, ofCaller]) {
        const left = this.#count(key) - 1;
        if (left > 0) this.#now.set(key, left);
        else this.#now.delete(key);
      }
    };
  }

  #count(key: string): number {
    return this.#now.get(key) ?? 0;
  }
}

export async function deposit(
  call: VoiceCall,
  mailbox: VoiceMailbox,
  parts: VoicemailParts,
  now: Depositing,
): Promise<void> {
  await call.answer();
  const { caller } = call;
  const end = now.begin(mailbox.number, caller.number);
  const why = end === undefined ? 'voicemail.busy' : whyNot(call, mailbox, parts);
  if (why !== undefined) {
    end?.();
    await call.tell([why]);
    return;
  }
  try {
    const key = await call.say([...(await greetingOf(mailbox, parts)), tone], { stopOn: skip + toOperator });
    if (key === toOperator && mailbox.operator !== '') return await putThrough(call, mailbox.operator);
    if (key === skip) await call.say([tone], { stopOn: '' });
    await leave(call, mailbox, parts);
  } finally {
    end?.();
  }
}

function whyNot(call: VoiceCall, { number, mostMessages }: VoiceMailbox, parts: VoicemailParts): string | undefined {
  if (parts.sounds.of(number, 'message').length >= mostMessages) return 'voicemail.full';
  return call.caller.extension === '' && !parts.options().fromOutside ? 'voicemail.not-from-outside' : undefined;
}

async function putThrough(call: VoiceCall, number: string): Promise<void> {
  await call.say(['common.one-moment'], { stopOn: '' });
  const reached = await call.transfer(number);
  if (!reached.ok) await call.tell(['common.not-reached']);
}

/** The words before the tone. */
export async function greetingOf(
  { number, greeting }: VoiceMailbox,
  { sounds, speech }: VoicemailParts,
): Promise<readonly PlayItem[]> {
  const own = greeting === 'standard' ? undefined : sounds.of(number, greeting === 'name' ? 'name' : 'greeting').at(-1);
  const read = own === undefined ? undefined : await sounds.read(own);
  if (read?.ok !== true) return ['voicemail.person-at', ...speech.digits(number), 'voicemail.leave-message'];
  return greeting === 'personal' ? [read.value] : [read.value, 'voicemail.leave-message'];
}

/** Records until the caller is content, or gone. */
async function leave(call: VoiceCall, mailbox: VoiceMailbox, parts: VoicemailParts): Promise<void> {
  const message: Draft = { call, mailbox, parts, keeping: parts.sounds.begin(), isUrgent: false };
  try {
    for (let attempts = 0; attempts < limits.voicemail.unanswered; ) {
      await record(message);
      if (message.keeping.ms < leastMs) {
        attempts += 1;
        await call.say(['voicemail.too-short'], { stopOn: '' });
      } else if (await review(message)) return;
      await message.keeping.discard();
      message.keeping = parts.sounds.begin();
      await call.say([tone], { stopOn: '' });
    }
  } catch (fault) {
    // Who hangs up has left what they said.
    if (fault instanceof CallOver && message.keeping.ms >= leastMs) await send(message);
    throw fault;
  } finally {
    if (!message.keeping.isOver) await message.keeping.discard();
  }
}

interface Draft {
  readonly call: VoiceCall;
  readonly mailbox: VoiceMailbox;
  readonly parts: VoicemailParts;
  keeping: Keeping;
  isUrgent: boolean;
}

async function record({ call, mailbox, parts, keeping }: Draft): Promise<void> {
  const mostMs = Math.min(mailbox.longestSeconds, parts.options().messageSeconds) * 1_000;
  await call.record({ mostMs, silenceMs, piece: (bytes, codec) => keeping.append(bytes, codec) });
}

/** True once the caller is done with it; false where it is to be said again. */
async function review(message: Draft): Promise<boolean> {
  const { call, keeping } = message;
  for (let choices = 0; choices < limits.voicemail.choices; choices++) {
    const key = await choose(call, ['voicemail.review'], '1234*#');
    if (key === '3') return false;
    if (key === '*') {
      await keeping.discard();
      await call.tell(['voicemail.not-left', 'common.goodbye']);
      return true;
    }
    if (key === '4') message.isUrgent = !message.isUrgent;
    if (key === '4') await call.tell([message.isUrgent ? 'voicemail.urgent' : 'voicemail.not-urgent']);
    else if (key === '2') await listen(message);
    else break;
  }
  const isKept = await send(message);
  await call.tell([isKept ? 'voicemail.sent' : 'voicemail.cannot-be-kept', 'common.goodbye']);
  return true;
}

async function listen({ call, keeping }: Draft): Promise<void> {
  const sound = await keeping.sound();
  await call.tell(sound.ok ? [sound.value] : ['voicemail.cannot-be-kept']);
}

/** Keeps it, once. */
async function send({ call, mailbox, parts, keeping, isUrgent }: Draft): Promise<boolean> {
  if (keeping.isOver) return true;
  const { number, name, extension } = call.caller;
  const kept = await keeping.finish(
    { number, name, extension, urgent: isUrgent },
    { owner: mailbox.number, kind: 'message', state: 'new' },
  );
  if (kept.ok) parts.arrived(kept.value);
  return kept.ok;
}
