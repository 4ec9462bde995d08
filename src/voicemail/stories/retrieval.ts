// The owner's menu: what has come, what was saved, greetings and passcode.

import { limits } from '#base';
import type { PlayItem } from '#media';
import type { VoiceCall } from '#voice';
import type { Kept } from '../store/kept-sounds.ts';
import { choose } from './asking.ts';
import { changeGreetings } from './greetings.ts';
import { logIn } from './login.ts';
import { hearMessages } from './messages.ts';
import type { VoicemailParts } from './parts.ts';
import { choosePasscode } from './passcode.ts';

export async function retrieval(call: VoiceCall, parts: VoicemailParts): Promise<void> {
  await call.answer();
  const who = await logIn(call, parts);
  if (who === undefined) return;
  const { number } = who.mailbox;
  if (who.mailbox.mustChange && !(await first(call, number, parts))) return;
  for (let choices = 0; choices < limits.voicemail.choices; choices++) {
    const fresh = ofState(parts, number, ['new']);
    const old = ofState(parts, number, ['heard', 'saved']);
    const key = await choose(call, [...counted(fresh.length, old.length, parts), 'voicemail.main-menu'], '1234*#');
    if (key === '' || key === '*' || key === '#') break;
    if (key === '1' || key === '2') {
      if (!(await hearMessages({ call, who, parts }, key === '1' ? fresh : old))) return;
    } else if (key === '3') await changeGreetings(call, number, parts);
    else await choosePasscode(call, number, parts);
  }
  await call.tell(['common.goodbye']);
}

/** Before anything else: what an administrator has set is known to somebody else. */
async function first(call: VoiceCall, number: string, parts: VoicemailParts): Promise<boolean> {
  await call.tell(['voicemail.first-login']);
  return await choosePasscode(call, number, parts);
}

/** The urgent ones first. */
function ofState({ sounds }: VoicemailParts, number: string, states: readonly Kept['state'][]): Kept[] {
  const messages = sounds.of(number, 'message').filter(({ state }) => states.includes(state));
  return messages.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}

function counted(fresh: number, old: number, { speech }: VoicemailParts): readonly PlayItem[] {
  const some = (count: number, one: string, many: string): readonly PlayItem[] =>
    count === 1 ? [...speech.count(1), one] : [...speech.count(count), many];
  if (fresh + old === 0) return ['voicemail.no-messages'];
  return [
    'voicemail.you-have',
    ...(fresh === 0 ? [] : some(fresh, 'voicemail.new-message', 'voicemail.new-messages')),
    ...(fresh > 0 && old > 0 ? ['common.and'] : []),
    ...(old === 0 ? [] : some(old, 'voicemail.old-message', 'voicemail.old-messages')),
  ];
}
