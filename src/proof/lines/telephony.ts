// What the SRG asks of telephony: extensions and how their devices prove themselves, encryption of media, answers to scanners.

import type { AnyRecord } from '#forms';
import { met, notApplicable, notMet, type Seen, together, unknown } from '../line.ts';
import { type Answered, placeOf } from '../probes/live.ts';
import { textOf, type World } from '../world.ts';

const users = 'users-and-services';
const shown = 5;

/** Extensions that are enabled; those that `flaw` names are told, the first few by their number. */
function extensions({ settings }: World, flaw: (record: AnyRecord) => boolean, good: string, bad: string): Seen {
  const all = (settings.records(users) ?? []).filter(({ enabled }) => enabled === true);
  if (all.length === 0) return notApplicable('There is no extension.');
  const wrong = all.filter(flaw).map((record) => textOf(record, 'number'));
  if (wrong.length === 0) return met('', `${good} (${all.length} extensions in ${settings.title(users)}).`);
  const names = `${wrong.slice(0, shown).join(', ')}${wrong.length > shown ? ` and ${wrong.length - shown} more` : ''}`;
  return notMet(`${wrong.length} of ${all.length}`, `${bad}: ${names} (${settings.title(users)}).`);
}

const has = (record: AnyRecord, field: string, value: string): boolean => {
  const found = record[field];
  return Array.isArray(found) ? found.includes(value) : found === value;
};

export const everyDeviceProves = (world: World): Seen =>
  extensions(
    world,
    (record) => textOf(record, 'fixedAddress') !== '',
    'Every extension has a secret of its own',
    'Known by their address alone',
  );

export const everyDeviceIsBound = (world: World): Seen =>
  extensions(
    world,
    (record) => textOf(record, 'mac') === '',
    'Every extension is bound to a device',
    'Not bound to a device by its MAC address',
  );

export const noMd5 = (world: World): Seen =>
  extensions(
    world,
    (record) => has(record, 'digestAlgorithms', 'MD5'),
    'Every extension is challenged with SHA-2',
    'Challenged with MD5 too',
  );

export const everyCallEncrypted = (world: World): Seen =>
  extensions(
    world,
    (record) => textOf(record, 'mediaSecurity') !== 'required',
    'Every extension requires encrypted media',
    'Without the requirement of encrypted media',
  );

export function encryptionOn({ settings }: World): Seen {
  const options = settings.single('system-options');
  const on = options?.voiceEncryptionEnabled === true && options.srtpEnabled === true;
  const words = `Voice encryption and SRTP are ${on ? 'on' : 'not both on'} in system-options.`;
  return on ? met('on', words) : notMet('off', words);
}

export const noSealedSecrets = (world: World): Seen =>
  extensions(
    world,
    (record) => record.sipSecret === true,
    'No extension has a secret',
    'SIP secrets are sealed under the master key, not hashed, because digest authentication needs them',
  );

/** What the SIP listeners answer to a REGISTER without credentials. */
export function strangersAreRefused({ live }: World): Seen {
  if (live === undefined) return unknown('The listeners were not asked: not running.');
  const sip = live.listeners.filter(({ speaks }) => speaks.startsWith('sip-'));
  if (sip.length === 0) return notApplicable('No SIP listener is open.');
  return together(sip.map(refusedAt));
}

function refusedAt(one: Answered): Seen {
  const words = `A REGISTER without credentials at ${placeOf(one)}`;
  if (!one.isOpen) return unknown(`${words}: no answer (${one.why}).`);
  if (one.registerAnswer.startsWith('SIP/2.0 2')) return notMet('taken', `${words}: "${one.registerAnswer}".`);
  return met('refused', `${words}: ${one.registerAnswer === '' ? 'not answered' : `"${one.registerAnswer}"`}.`);
}
