// Choices of a caller: asked again when nothing is pressed, and given up when nobody answers, so that no call lasts for ever by itself.

import { limits } from '#base';
import type { PlayItem } from '#media';
import type { VoiceCall } from '#voice';

const answerMs = 6_000;

/** The key that was pressed, one of `keys`; '' when none was after asking so often. */
export async function choose(call: VoiceCall, menu: readonly PlayItem[], keys: string): Promise<string> {
  for (let asked = 0; asked < limits.voicemail.unanswered; asked++) {
    const early = await call.say(menu);
    const key = early === '' ? await call.digits({ most: 1, ends: '', firstMs: answerMs }) : early;
    if (key !== '' && keys.includes(key)) return key;
    if (key !== '') await call.tell(['common.not-possible']);
  }
  return '';
}

/** Digits that were asked for; '' when none came. */
export const enter = (call: VoiceCall, prompt: readonly PlayItem[], most: number): Promise<string> =>
  call.ask(prompt, { most, firstMs: answerMs });
