// The owner chooses another passcode, at the first login before anything else.

import { Secret } from '#base';
import type { VoiceCall } from '#voice';
import { enter } from './asking.ts';
import type { VoicemailParts } from './parts.ts';

const attempts = 3;
const longest = 10;

/** False where none has been chosen. */
export async function choosePasscode(call: VoiceCall, number: string, parts: VoicemailParts): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = await enter(call, ['voicemail.new-passcode'], longest);
    const second = await enter(call, ['voicemail.new-passcode-again'], longest);
    const why = first === '' || first !== second ? 'voicemail.passcodes-differ' : await change(number, first, parts);
    await call.tell([why ?? 'voicemail.passcode-changed']);
    if (why === undefined) return true;
  }
  return false;
}

async function change(number: string, passcode: string, parts: VoicemailParts): Promise<string | undefined> {
  if (parts.passcodeOf(number) === passcode) return 'voicemail.passcode-same';
  const changed = await parts.change(number, { passcode: new Secret(passcode).reveal(), mustChange: false });
  return changed.ok ? undefined : 'voicemail.passcode-weak';
}
