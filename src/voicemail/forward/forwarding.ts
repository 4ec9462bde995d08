// Forward to email: a letter for each message of a mailbox that wants it, and what becomes of the message once it was taken.

import { randomHex } from '#base';
import type { Tx } from '#storage';
import type { VoiceMailbox } from '../mailboxes/voice-mailboxes.form.ts';
import type { Kept, KeptSounds } from '../store/kept-sounds.ts';
import type { Letter } from './letter.ts';
import type { Outbox } from './outbox.ts';

/** From now on a letter is written down together with each message that comes to such a mailbox. */
export function forwardToEmail(
  sounds: KeptSounds,
  outbox: Outbox,
  mailbox: (number: string) => VoiceMailbox | undefined,
): void {
  sounds.alongside = async (tx: Tx, message) => {
    const box = mailbox(message.owner);
    if (box === undefined || box.emailForward === 'none' || outbox.isFull) return;
    await outbox.write(tx, letterOf(message, box));
  };
}

function letterOf(message: Kept, { number: mailbox, email, emailForward, afterEmail }: VoiceMailbox): Letter {
  const { id, atMs, number, name, ms, urgent } = message;
  return {
    ...{ id: randomHex(16), mailbox, message: id, to: email, after: afterEmail },
    ...{ atMs, number, name, ms, urgent, isAttached: emailForward === 'attach' },
  };
}

/** The mail server has taken it: the message is heard, gone, or as it was. */
export async function afterwards(sounds: KeptSounds, { mailbox, message, after }: Letter): Promise<void> {
  const kept = sounds.message(mailbox, message);
  if (kept === undefined) return;
  if (after === 'delete') await sounds.remove(kept);
  else if (after === 'heard' && kept.state === 'new') await sounds.setState(kept, 'heard');
}
