// What the SRG asks of records, accounts, sessions and the network. Each look says where it looked; what nothing looks at is not met.

import { met, notMet, type Seen, together, unknown } from '../line.ts';
import { type Answered, isEncrypted, placeOf } from '../probes/live.ts';
import { numberOf, textOf, type World } from '../world.ts';

const security = 'system-security-management';

/** A number of a single form within bounds. */
export const within =
  (form: string, field: string, label: string, least: number, most: number) =>
  ({ settings }: World): Seen => {
    const record = settings.single(form);
    if (record === undefined) return unknown(`There is no form ${form}.`);
    const value = numberOf(record, field);
    const words = `${label} is ${value} in ${settings.title(form)}.`;
    return value >= least && value <= most ? met(String(value), words) : notMet(String(value), words);
  };

/** A yes or no of a single form. */
export const isSet =
  (form: string, field: string, label: string, wanted: boolean) =>
  ({ settings }: World): Seen => {
    const record = settings.single(form);
    if (record === undefined) return unknown(`There is no form ${form}.`);
    const words = `${label} is ${record[field] === true ? 'yes' : 'no'} in ${settings.title(form)}.`;
    return record[field] === wanted ? met('', words) : notMet('', words);
  };

/** A view that has these fields. */
export const shows =
  (view: string, ...fields: readonly string[]) =>
  ({ settings }: World): Seen => {
    const there = settings.fields(view);
    const missing = fields.filter((field) => !there.includes(field));
    if (missing.length > 0) return notMet('', `The view ${view} has no ${missing.join(', ')}.`);
    return met('', `The view ${view} has ${fields.join(', ')}.`);
  };

export const all =
  (...looks: readonly ((world: World) => Seen)[]) =>
  (world: World): Seen =>
    together(looks.map((look) => look(world)));

/** Every encrypted listener; `flaw` is blank where it is as wanted. */
const ofListeners =
  (flaw: (one: Answered) => string, good: string) =>
  ({ live }: World): Seen => {
    if (live === undefined) return unknown('The listeners were not asked: not running.');
    if (live.listeners.length === 0) return unknown('No listener is open.');
    return together(
      live.listeners.map((one) => {
        if (!one.isOpen) return unknown(`${one.name}, ${placeOf(one)}: it did not answer.`);
        const wrong = isEncrypted(one.speaks) ? flaw(one) : 'not encrypted';
        const words = `${one.name}, ${placeOf(one)}`;
        return wrong === '' ? met('', `${words}: ${good}.`) : notMet(wrong, `${words}: ${wrong}.`);
      }),
    );
  };

export const encryptedAlone = ofListeners(
  ({ plainAnswer }) => (plainAnswer === '' ? '' : `answers "${plainAnswer}" in the clear`),
  'nothing is answered in the clear',
);
export const newTlsAlone = ofListeners(({ oldVersions }) => oldVersions.join(', '), 'TLS 1.0 and 1.1 refused');
export const sha2Alone = ofListeners(({ handshake }) => {
  if (handshake === undefined) return '';
  return /SHA256|SHA384|POLY1305/.test(handshake.suite) ? '' : `negotiates ${handshake.suite}`;
}, 'the suite uses SHA-2');

export function noOtherPorts({ live }: World): Seen {
  if (live === undefined) return unknown('Open ports were not looked at: not running.');
  if (live.unlisted === undefined)
    return unknown('The operating system does not tell which ports this system has open.');
  if (live.unlisted.length > 0) return notMet('', `Open without a listener: ${live.unlisted.join(', ')}.`);
  return met('', 'Every port that this system has open is that of a listener in network-listeners.');
}

export const trailIsWhole = ({ system }: World): Seen =>
  system.trailDamage === ''
    ? met('', 'The chain and the checkpoints of the audit trail were found whole when it was last verified.')
    : notMet('damaged', system.trailDamage);

export const fips = ({ system }: World): Seen =>
  system.isFips
    ? met('', 'OpenSSL says that its FIPS provider is in force.')
    : notMet('no', 'OpenSSL says that no FIPS provider is in force.');

export function hashedPasswords({ system }: World): Seen {
  const odd = system.passwordHashes.filter((name) => name !== 'argon2id');
  const words = `Passwords of accounts are kept as ${system.passwordHashes.join(', ') || 'nothing'}`;
  return odd.length === 0 ? met('argon2id', `${words}.`) : notMet(odd.join(', '), `${words}.`);
}

export const accountsOnRecord = ({ system }: World): Seen =>
  system.unrecordedAccounts.length === 0
    ? met('', 'Every account has the change that made it on record, with its audit entry.')
    : notMet('', `No record of its making: ${system.unrecordedAccounts.join(', ')}.`);

export function locksAccounts({ settings }: World): Seen {
  const record = settings.single(security);
  const action = textOf(record, 'passwordRejectAction');
  const limit = numberOf(record, 'passwordRejectLimit');
  const words = `Password Reject Action is ${settings.word(security, 'passwordRejectAction', action)}, after ${limit} failures within ten minutes, in ${settings.title(security)}; the demand counts over fifteen.`;
  return notMet(action, words);
}

export const trustedByHand = ({ settings }: World): Seen => {
  const records = settings.records('trusted-certificates');
  if (records === undefined) return unknown('There is no form trusted-certificates.');
  return met(
    `${records.length} certificates`,
    `Trusted are this system’s own authority and the ${records.length} of trusted-certificates; no list of public authorities.`,
  );
};

export function checksPaths({ settings }: World): Seen {
  const record = settings.single('certificate-checks');
  if (record === undefined) return unknown('There is no form certificate-checks.');
  const levels = ['management', 'telephony'].map((field) => textOf(record, field));
  const words = `Certificate Checks are ${levels[0]} for management and ${levels[1]} for telephony; paths are validated from medium on.`;
  return levels.every((level) => level === 'medium' || level === 'high') ? met('', words) : notMet('', words);
}

export function alarmsAreDelivered({ settings }: World): Seen {
  const delivery = settings.single('alarm-delivery');
  const receivers = settings.records('syslog-receivers');
  if (delivery === undefined || receivers === undefined) return unknown('There is no form of receivers of alarms.');
  const ways = ['emailRecipients', 'webhookUrl'].filter((field) => textOf(delivery, field) !== '');
  const words = `${receivers.length} receivers in syslog-receivers; set in alarm-delivery: ${ways.join(', ') || 'nothing'}.`;
  return receivers.length + ways.length > 0 ? met('', words) : notMet('nobody is told', words);
}
