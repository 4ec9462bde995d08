// What a mail says of a message, in plain words.

import { printable } from '#base';
import type { Mail } from '#outbound';
import type { Letter } from './letter.ts';

export interface Letterhead {
  readonly from: string;
  readonly system: string;
  readonly timeZone: string;
}

const fileName = 'message.wav';

/** `wav` is the sound where it goes along. */
export function mailOf(letter: Letter, { from, system, timeZone }: Letterhead, wav: Buffer | undefined): Mail {
  const who = whoOf(letter);
  const seconds = Math.round(letter.ms / 1_000);
  const text = [
    `${who} left a message for extension ${letter.mailbox} on ${momentOf(letter.atMs, timeZone)}. It is ${seconds} seconds long.`,
    wav === undefined ? 'It can be heard at the phone.' : 'It is attached.',
    `Sent by ${system}.`,
  ].join('\n\n');
  return {
    ...{ from, to: [letter.to], id: letter.id, atMs: letter.atMs, text: `${text}\n` },
    subject: `${letter.urgent ? 'Urgent: ' : ''}Voice message from ${who}`,
    attachments: wav === undefined ? [] : [{ fileName, contentType: 'audio/wav', content: wav }],
  };
}

function whoOf({ number, name }: Letter): string {
  const called = printable(name);
  if (number === '') return called === '' ? 'A caller who withholds the number' : called;
  return called === '' ? printable(number) : `${called} (${printable(number)})`;
}

const momentOf = (atMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(timeZone)
    .toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short' });
