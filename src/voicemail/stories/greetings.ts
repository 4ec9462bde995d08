// The owner says their name and their greeting, hears them, and chooses which one callers hear.

import { limits } from '#base';
import type { VoiceCall } from '#voice';
import type { SoundKind } from '../store/kept-sounds.ts';
import { choose } from './asking.ts';
import { greetingOf } from './deposit.ts';
import { tone, type VoicemailParts } from './parts.ts';

const leastMs = 500;
const silenceMs = 5_000;

export async function changeGreetings(call: VoiceCall, number: string, parts: VoicemailParts): Promise<void> {
  for (let choices = 0; choices < limits.voicemail.choices; choices++) {
    const key = await choose(call, ['voicemail.greetings-menu'], '12345*');
    const mailbox = parts.mailbox(number);
    if (key === '' || key === '*' || mailbox === undefined) return;
    if (key === '1') await call.tell(await greetingOf(mailbox, parts));
    else if (key === '2') await say(call, number, 'greeting', parts);
    else if (key === '3') await say(call, number, 'name', parts);
    else await use(call, number, key === '4' ? 'personal' : 'standard', parts);
  }
}

async function say(
  call: VoiceCall,
  number: string,
  kind: Exclude<SoundKind, 'message'>,
  parts: VoicemailParts,
): Promise<void> {
  const { greetingSeconds, nameSeconds } = limits.voicemail;
  const mostMs = (kind === 'name' ? nameSeconds : greetingSeconds) * 1_000;
  const keeping = parts.sounds.begin();
  try {
    await call.say([kind === 'name' ? 'voicemail.say-your-name' : 'voicemail.say-your-greeting', tone], { stopOn: '' });
    await call.record({ mostMs, silenceMs, piece: (bytes, codec) => keeping.append(bytes, codec) });
    if (keeping.ms < leastMs) return void (await call.tell(['voicemail.too-short']));
    const before = parts.sounds.of(number, kind);
    const facts = { number, name: '', extension: number, urgent: false };
    const kept = await keeping.finish(facts, { owner: number, kind, state: 'kept' });
    if (!kept.ok) return void (await call.tell(['voicemail.cannot-be-kept']));
    for (const old of before) await parts.sounds.remove(old);
    await parts.change(number, { greeting: kind === 'name' ? 'name' : 'personal' });
    await call.tell(['voicemail.greeting-changed']);
  } finally {
    if (!keeping.isOver) await keeping.discard();
  }
}

async function use(
  call: VoiceCall,
  number: string,
  greeting: 'personal' | 'standard',
  parts: VoicemailParts,
): Promise<void> {
  const changed = await parts.change(number, { greeting });
  await call.tell([changed.ok ? 'voicemail.greeting-changed' : 'common.not-possible']);
}
