// Who calls voicemail themselves proves whose mailbox it is. Its law: a mailbox that is not there, that is locked and whose passcode is wrong
// sound alike and take as long; and after some wrong ones the call is over.

import type { VoiceCall } from '#voice';
import type { VoiceMailbox } from '../mailboxes/voice-mailboxes.form.ts';
import { enter } from './asking.ts';
import type { VoicemailParts } from './parts.ts';

const attempts = 3;
const longest = 10;

export interface LoggedIn {
  readonly mailbox: VoiceMailbox;
  /** From the owner's own extension. */
  readonly isOwnPhone: boolean;
}

/** Undefined when nobody has proven themselves. */
export async function logIn(call: VoiceCall, parts: VoicemailParts): Promise<LoggedIn | undefined> {
  const { caller } = call;
  const own = caller.extension === '' ? undefined : parts.mailbox(caller.extension);
  await call.tell(['voicemail.welcome']);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const number = own?.number ?? (await enter(call, ['voicemail.enter-mailbox'], longest));
    const given = await enter(call, ['voicemail.enter-passcode'], longest);
    const found = own ?? mailboxFor(call, number, parts);
    // What is asked about what is not there is counted as well, under a name that no mailbox has.
    const key = found?.number ?? `none ${number}`;
    const expected = found === undefined ? undefined : parts.passcodeOf(found.number);
    const by = { number: caller.extension || caller.number, address: '' };
    if (parts.guard.check(key, given, expected, by) && found !== undefined)
      return { mailbox: found, isOwnPhone: own !== undefined };
    await call.tell(['voicemail.wrong-passcode']);
  }
  await call.tell(['common.goodbye']);
  return undefined;
}

/** From outside only those whose owners may come from there. */
function mailboxFor(call: VoiceCall, number: string, { mailbox }: VoicemailParts): VoiceMailbox | undefined {
  const found = mailbox(number);
  return call.caller.extension !== '' || found?.remoteAccess === true ? found : undefined;
}
