// The line about unsecured interfaces: each is switched off, and nothing unencrypted, outdated or unlisted answers on the live machine.

import { type Demand, type Mend, met, notMet, type Seen, together, unknown } from '../line.ts';
import { type Answered, isEncrypted, placeOf, timeOf } from '../probes/live.ts';
import { textOf, type World } from '../world.ts';

const form = 'unsecured-interfaces';
const levelsForm = 'tls-security-levels';

export const unsecuredInterfaces: Demand = {
  statement: 'Disable all the system Unsecured Interfaces.',
  severity: 'critical',
  wanted: 'all off; nothing unencrypted, with TLS below 1.2 or unlisted answers',
  why: 'What goes in the clear is read and altered by whoever is on the way: who calls whom, and the keys of the calls.',
  remedy: 'Switch it off in Unsecured Interfaces as soon as no device needs it.',
  mayBreak:
    'Devices that know nothing but the interface that is switched off: each one’s row in Unsecured Interfaces says what.',
  form,
  watches: [form, levelsForm, 'network-listeners'],
  look: (world) => together([switches(world), ...answers(world)]),
  mend: ({ settings }) => [...switchedOff(settings), ...notLegacy(settings)],
};

function switches({ settings }: World): Seen {
  const records = settings.records(form);
  if (records === undefined) return unknown(`There is no form ${form}.`);
  const on = records.filter(({ enabled }) => enabled === true).map((record) => textOf(record, 'interface'));
  if (on.length > 0) return notMet(`on: ${on.join(', ')}`, `Switched on in ${settings.title(form)}: ${on.join(', ')}.`);
  return met('all off', `All ${records.length} rows of ${settings.title(form)} are off.`);
}

function answers({ live }: World): readonly Seen[] {
  if (live === undefined) return [unknown('What is open was not looked at: not running.')];
  const { listeners, unlisted, atMs } = live;
  return [
    ...listeners.map(answer),
    ...(unlisted === undefined
      ? [met('', 'Which ports this system has open is not told by the operating system; the listed ones were asked.')]
      : []),
    ...(unlisted !== undefined && unlisted.length > 0
      ? [
          notMet(
            `unlisted: ${unlisted.join(', ')}`,
            `Open at ${timeOf(atMs)} without a listener: ${unlisted.join(', ')}.`,
          ),
        ]
      : []),
    ...(unlisted?.length === 0 ? [met('', `No other port of this system was open at ${timeOf(atMs)}.`)] : []),
  ];
}

function answer(one: Answered): Seen {
  const { name, isOpen, speaks, plainAnswer, oldVersions, why } = one;
  const place = placeOf(one);
  if (!isOpen && speaks === 'sip-udp') return unknown(`${name}, ${place}: no answer to a REGISTER over UDP.`);
  if (!isOpen) return unknown(`${name}, ${place}: it did not answer (${why}).`);
  if (!isEncrypted(speaks)) return notMet(`${name} answers unencrypted`, `${name}, ${place}: it answers unencrypted.`);
  if (plainAnswer !== '')
    return notMet(`${name} answers unencrypted`, `${name}, ${place}: it answers "${plainAnswer}" in the clear.`);
  if (oldVersions.length > 0)
    return notMet(`${name}: ${oldVersions.join(', ')}`, `${name}, ${place}: it accepts ${oldVersions.join(' and ')}.`);
  return met('', `${name}, ${place}: TLS 1.2 or better alone.`);
}

const switchedOff = (settings: World['settings']): readonly Mend[] =>
  (settings.records(form) ?? [])
    .filter(({ enabled }) => enabled === true)
    .map((record) => ({ form, key: textOf(record, 'interface'), patch: { enabled: false } }));

/** The least that ends TLS 1.0 and 1.1. */
function notLegacy(settings: World['settings']): readonly Mend[] {
  const legacy = Object.entries(settings.single(levelsForm) ?? {}).filter(([, level]) => level === 'legacy');
  return legacy.length === 0
    ? []
    : [{ form: levelsForm, patch: Object.fromEntries(legacy.map(([name]) => [name, 'low'])) }];
}
