// The refusal codes of alarms.

import { defineCodes } from '#base';

export const alarmsCodes = defineCodes('alarms', {
  'alarms.no-such-alarm': {
    words: 'There is no alarm {number} that could be acknowledged: it was cleared, or there never was one.',
    remedy: 'List the alarms with `ringfence alarm list`, or in the view Alarms.',
    http: 404,
  },
  'alarms.no-recipients': {
    words: 'Nobody would get the mail: {what} is blank.',
    remedy: 'Give it, or set Email From Severity to None.',
    http: 422,
  },
  'alarms.needs-encryption': {
    words: 'A user name and password are not sent over a connection in the clear.',
    remedy: 'Choose TLS or STARTTLS, or leave the user name blank.',
    http: 422,
  },
  'alarms.mail-in-clear': {
    words: 'Mail in the clear is switched off.',
    remedy:
      'Choose TLS or STARTTLS. If the mail server has neither, switch on "SMTP in the clear" in Unsecured Interfaces first.',
    http: 422,
  },
  'alarms.not-https': {
    words: 'The address of the webhook does not begin with https://.',
    remedy: 'Write a whole address such as https://events.example.com/ringfence.',
    http: 422,
  },
  'alarms.no-secret': {
    words: 'Without a secret a receiver cannot tell whether an alarm comes from this system.',
    remedy: 'Give a secret of at least 24 characters, or leave it out and have one made.',
    http: 422,
  },
  'alarms.destination-off': {
    words: 'Nothing is sent to {destination}: it is switched off.',
    remedy: 'Give it a severity from which it is told, in Alarm Delivery or Syslog Receivers.',
    http: 409,
  },
  'alarms.not-delivered': {
    words: '{destination} was not reached: {why}',
    remedy: 'Follow the reason. What is to be told waits and is sent when the destination can be reached again.',
    http: 502,
  },
  'alarms.webhook-rejected': {
    words: 'The receiver of the webhook will not take what it is sent: it answered with status {status}.',
    remedy: 'See that the address is that of a receiver of these events, and look into its log.',
    http: 502,
  },
  'alarms.webhook-refused': {
    words: 'The webhook answered with status {status}.',
    remedy:
      'Look into the log of the receiver: it must answer with a status from 200 to 299, and check the signature with the same secret.',
    http: 502,
  },
});
