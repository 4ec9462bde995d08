// The refusal codes of outbound.

import { defineCodes } from '#base';

export const outboundCodes = defineCodes('outbound', {
  'outbound.url-malformed': {
    words: '"{url}" is no address that can be asked: {why}.',
    remedy: 'Write a whole address such as https://ca.example.com/directory, without a name and password in it.',
    http: 422,
  },
  'outbound.name-unknown': {
    words: 'The name {host} cannot be resolved: {why}.',
    remedy: 'Correct the name, or the name servers of this machine.',
    http: 502,
  },
  'outbound.address-refused': {
    words: 'The host {host} is at {address}, which is {kind}. This system does not connect there.',
    remedy:
      'If it is right, write the address itself (127.0.0.1, ::1 or localhost) into the setting. If not, look for who answers for this name.',
    http: 502,
  },
  'outbound.cannot-connect': {
    words: 'No connection to {host} port {port}: {why}.',
    remedy: 'See that the host is up, and that firewalls let this system connect to that port.',
    http: 502,
  },
  'outbound.tls-refused': {
    words: 'No secure connection to {host} port {port}: {why}.',
    remedy:
      'See that its certificate is in date, bears this name and comes from an authority in Trusted Certificates or from a public one.',
    http: 502,
  },
  'outbound.too-slow': {
    words: 'The host {host} did not answer within {seconds} seconds.',
    remedy: 'Try again later. If it lasts, see whether the host or the way to it is overloaded.',
    http: 504,
  },
  'outbound.answer-too-large': {
    words: 'The answer of {host} is larger than {most} bytes.',
    remedy: 'See whether the address is the right one: what belongs there is much smaller.',
    http: 502,
  },
  'outbound.answer-broken': {
    words: 'The answer of {host} is broken: {why}.',
    remedy: 'See whether the address and port are the right ones, and whether they expect https or http.',
    http: 502,
  },
  'outbound.mail-address': {
    words: '"{address}" is no address for mail.',
    remedy: 'Write addresses such as security@example.com, without names.',
    http: 422,
  },
  'outbound.mail-in-clear': {
    words: 'The mail server {host} does not encrypt: neither a password nor a mail is sent to it.',
    remedy: 'Choose TLS or STARTTLS, or use a mail server that has one of them.',
    http: 502,
  },
  'outbound.mail-no-tls': {
    words: 'No encryption with the mail server {host}: {why}.',
    remedy:
      'See that it offers STARTTLS, and that its certificate is in date, bears this name and comes from a trusted authority.',
    http: 502,
  },
  'outbound.mail-login': {
    words: 'The mail server {host} refused the user name and password (answer {status}).',
    remedy: 'Give the user name and password that the mail server knows.',
    http: 502,
  },
  'outbound.mail-rejected': {
    words: 'The mail server {host} will not take the mail: {why}.',
    remedy: 'See that it accepts mail of this sender to these recipients.',
    http: 502,
  },
  'outbound.mail-partly': {
    words: 'The mail server {host} took the mail, but not for {refused}.',
    remedy: 'Correct or remove those recipients; the others have got the mail.',
    http: 502,
  },
  'outbound.mail-failed': {
    words: 'The mail could not be given to the mail server {host}: {why}.',
    remedy: 'See whether the mail server is up, and whether its port and security are those of the setting.',
    http: 502,
  },
  'outbound.syslog-broken': {
    words: 'The connection to the syslog receiver {host} broke: {why}.',
    remedy: 'See whether the receiver is up and takes this system, and what its log says.',
    http: 502,
  },
  'outbound.busy': {
    words: 'Too many connections to other hosts are open at once.',
    remedy: 'Try again in a few seconds.',
    http: 503,
  },
});
