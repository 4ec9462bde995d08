// The form Alarm Delivery: who is told of alarms by mail and by webhook, and from which severity on.

import { type Refusal, randomKey } from '#base';
import { choice, defineForm, type Look, type RecordOf, secret, text, whole } from '#forms';
import { alarmsCodes } from '../alarms.codes.ts';
import { type From, fromSeverity, host } from './fields.ts';

const mail = 'Email';
const webhook = 'Webhook';
const mostRecipients = 20;
const secretBytes = 32;

/** The part of an address before and after the @, without quoting, comments or anything that could end a header. */
const mailAddress = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

export const alarmDelivery = defineForm({
  id: 'alarm-delivery',
  title: 'Alarm Delivery',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'Sends alarms to people by email, and to programs by a signed webhook. Syslog has its own form, Syslog Receivers.',
    conditions:
      'Each destination is told from a severity on: when an alarm is raised, gets worse, is acknowledged and is cleared. The mail server and the receiver of the webhook must show a certificate of a public authority, or of one in Trusted Certificates whose purpose is outgoing. Alarms hold what is wrong and what to do, never a secret. If a destination cannot be reached, that is an alarm too, told to the other destinations.',
    recommendation:
      'Use two destinations, so that the failure of one is told by the other. Use TLS; send a test in Alarm Destinations after each change.',
  },
  fields: {
    emailFrom: fromSeverity('Email From Severity', 'The least severity of alarms that are sent by email.', mail),
    emailRecipients: text({
      section: mail,
      label: 'Recipients',
      help: 'The addresses that alarms are sent to, one on each line.',
      max: 2_000,
      lines: mostRecipients,
      initial: '',
      holds: (value) => value.split('\n').every((line) => mailAddress.test(line.trim())),
      expects: `at most ${mostRecipients} addresses such as security@example.com, one on each line`,
    }),
    emailSender: text({
      section: mail,
      label: 'Sender',
      help: 'The address in From, which the mail server must accept.',
      max: 254,
      initial: '',
      pattern: mailAddress,
      expects: 'an address such as ringfence@example.com',
    }),
    mailServer: host({
      section: mail,
      label: 'Mail Server',
      help: 'The name or the address of the server that takes the mail.',
      blank: true,
    }),
    mailPort: whole({
      section: mail,
      label: 'Mail Port',
      help: 'Usually 465 with TLS, 587 with STARTTLS, 25 in the clear.',
      min: 1,
      max: 65_535,
      initial: 465,
    }),
    mailSecurity: choice({
      section: mail,
      label: 'Mail Security',
      help: 'TLS encrypts from the first byte on. STARTTLS begins in the clear and must then be encrypted: without that nothing is sent. In the clear can be chosen only while Unsecured Interfaces has "SMTP in the clear" switched on: whoever is on the way reads and alters what is sent.',
      of: { tls: 'TLS', starttls: 'STARTTLS, required', clear: 'In the clear' },
      initial: 'tls',
      marks: { tls: 'proven', starttls: 'proven', clear: 'broken' },
    }),
    mailUser: text({
      section: mail,
      label: 'User Name',
      help: 'For mail servers that ask for a login. Blank: none is shown.',
      max: 200,
      initial: '',
    }),
    mailPassword: secret({ section: mail, label: 'Password', help: 'The password of that user.', min: 1, max: 200 }),
    webhookFrom: fromSeverity(
      'Webhook From Severity',
      'The least severity of alarms that are sent by webhook.',
      webhook,
    ),
    webhookUrl: text({
      section: webhook,
      label: 'Webhook Address',
      help: 'The address that each event is sent to as JSON, by HTTPS alone. Redirections are not followed.',
      max: 1_000,
      initial: '',
    }),
    webhookSecret: secret({
      section: webhook,
      label: 'Webhook Secret',
      help: 'Signs each event with HMAC-SHA256, as the Standard Webhooks describe it. The receiver must know it to see that an event comes from this system. Leave it out and one is made, shown once.',
      min: 24,
      max: 200,
      made: () => `whsec_${randomKey(secretBytes).toString('base64')}`,
    }),
  },
  rules: (record, look) => [...mailRules(record, look), ...webhookRules(record)],
});

export type AlarmDelivery = RecordOf<typeof alarmDelivery>;

/** The row of Unsecured Interfaces that lets mail go in the clear. */
const mailInClear = 'smtp-clear';

interface MailSettings {
  readonly emailFrom: From;
  readonly emailRecipients: string;
  readonly emailSender: string;
  readonly mailServer: string;
  readonly mailSecurity: 'tls' | 'starttls' | 'clear';
  readonly mailUser: string;
}

function mailRules(record: MailSettings, look: Look): Refusal[] {
  const refusals: Refusal[] = [];
  const blank = (field: 'emailRecipients' | 'emailSender' | 'mailServer', what: string): void => {
    if (record.emailFrom !== 'none' && record[field] === '')
      refusals.push(alarmsCodes.refuse('alarms.no-recipients', { what }, field));
  };
  blank('emailRecipients', 'Recipients');
  blank('emailSender', 'Sender');
  blank('mailServer', 'Mail Server');
  if (record.mailSecurity !== 'clear') return refusals;
  if (!look.keysWith('unsecured-interfaces', 'enabled', true).includes(mailInClear))
    refusals.push(alarmsCodes.refuse('alarms.mail-in-clear', {}, 'mailSecurity'));
  if (record.mailUser !== '') refusals.push(alarmsCodes.refuse('alarms.needs-encryption', {}, 'mailUser'));
  return refusals;
}

interface WebhookSettings {
  readonly webhookFrom: From;
  readonly webhookUrl: string;
  readonly webhookSecret: boolean;
}

function webhookRules({ webhookFrom, webhookUrl, webhookSecret }: WebhookSettings): Refusal[] {
  const isAddress = webhookUrl === '' ? webhookFrom === 'none' : isHttps(webhookUrl);
  return [
    ...(isAddress ? [] : [alarmsCodes.refuse('alarms.not-https', {}, 'webhookUrl')]),
    ...(webhookFrom === 'none' || webhookSecret ? [] : [alarmsCodes.refuse('alarms.no-secret', {}, 'webhookSecret')]),
  ];
}

/** Without user information, which would be a secret in an address. */
function isHttps(text: string): boolean {
  const url = /^https:\/\//i.test(text) ? URL.parse(text) : null;
  return url !== null && url.username === '' && url.password === '';
}
