// Mail about messages joined to the configuration: the mail server is that of Alarm Delivery, the address and the manner are the mailbox's.

import { type Administration, rowsSource } from '#administration';
import { alarmDelivery } from '#alarms';
import { type Clock, type Log, no, ok, type Result } from '#base';
import { systemOptions } from '#calls';
import { formsCodes } from '#forms';
import { printWav } from '#media';
import { type MailServer, sendMail } from '#outbound';
import { isInterfaceOn } from '#security';
import {
  afterwards,
  forwardToEmail,
  type KeptSounds,
  type Letter,
  mailOf,
  Outbox,
  outgoingMail,
  type VoiceMailbox,
  voicemailCodes,
} from '#voicemail';
import type { Changes } from './changes.ts';
import type { House } from './house.ts';
import { outgoingOf } from './outgoing.ts';

export interface MailDeskParts {
  readonly house: House;
  readonly clock: Clock;
  readonly log: Log;
  readonly changes: Pick<Changes, 'note'>;
  readonly sounds: KeptSounds;
  readonly mailbox: (number: string) => VoiceMailbox | undefined;
}

/** Opens what waits, and from now on a letter is written with each message that wants one. */
export async function openMail(parts: MailDeskParts): Promise<Outbox> {
  const { house, clock, log, changes, sounds, mailbox } = parts;
  const { administration, storage, security } = house;
  const outbox = await Outbox.open({
    ...{ storage, clock, log, sealer: security.sealer },
    send: (letter) => send(parts, letter),
    taken: (letter) => afterwards(sounds, letter),
    changed: () => changes.note(outgoingMail.id),
  });
  forwardToEmail(sounds, outbox, mailbox);
  giveMailView(administration, outbox);
  outbox.start();
  return outbox;
}

async function send({ house, clock, sounds }: MailDeskParts, letter: Letter): Promise<Result<void>> {
  const server = serverOf(house);
  if (!server.ok) return server;
  const { emailSender: from } = house.administration.configuration.single(alarmDelivery);
  const { systemName: system } = house.administration.configuration.single(systemOptions);
  const kept = letter.isAttached ? sounds.message(letter.mailbox, letter.message) : undefined;
  const sound = kept && (await sounds.read(kept));
  const wav = sound?.ok === true ? printWav(sound.value) : undefined;
  const head = { from, system, timeZone: Temporal.Now.timeZoneId() };
  return await sendMail(server.value, mailOf(letter, head, wav), { clock });
}

function serverOf(house: House): Result<MailServer> {
  const { administration } = house;
  const { configuration } = administration;
  const settings = configuration.single(alarmDelivery);
  const { mailServer: host, mailPort: port, mailSecurity: security, mailUser: user, emailSender } = settings;
  const isBarred = security === 'clear' && !isInterfaceOn(configuration, 'smtp-clear');
  if (host === '' || emailSender === '' || isBarred) return no(voicemailCodes.refuse('voicemail.no-mail-server'));
  const password = settings.mailPassword ? administration.reveal(alarmDelivery, '', 'mailPassword') : undefined;
  if (password?.ok === false) return password;
  return ok({ host, port, security, user, password: password?.value, tls: outgoingOf(house, false) });
}

function giveMailView(administration: Administration, outbox: Outbox): void {
  const rows = () =>
    [...outbox.all].map(({ letter, state, attempts, last }) => ({
      ...{ id: letter.id, mailbox: letter.mailbox, to: letter.to, state, attempts, last },
      since: new Date(letter.atMs).toISOString(),
    }));
  administration.source(
    outgoingMail,
    rowsSource(outgoingMail, rows, async (_, action, key) => {
      const isDone = action === 'again' ? await outbox.sendAgain(key) : await outbox.drop(key);
      return isDone ? ok(undefined) : no(formsCodes.refuse('forms.no-such-record', { form: outgoingMail.title, key }));
    }),
  );
}
