// Lines about the Manager's side: what this system asks of a Manager's preferences, what each Manager has last told of them, and
// the certificates of computers that may manage this system.

import { type Demand, type Mend, met, notApplicable, notMet, type Seen, toDo, together, unknown } from '../line.ts';
import { type ManagerSeen, textOf, type World } from '../world.ts';

const settingsForm = 'manager-settings';
const managersView = 'managers';
const trusted = 'trusted-certificates';

const nobody = (): Seen => notApplicable('No Manager is enrolled.');

/** Each Manager that is enrolled; where none is, that is said. */
const ofEach = ({ managers }: World, look: (manager: ManagerSeen) => Seen): readonly Seen[] =>
  managers.length === 0 ? [nobody()] : managers.map(look);

const checkLevels = ['low', 'medium', 'high'];

/** The preference that a Manager must have before anybody logs in with it, and what each has told. */
export const managerCheckLevel = (wanted: 'low' | 'high'): Demand => ({
  statement:
    wanted === 'low'
      ? 'Leave the Certificate Check Level set to Low in the Manager preferences.'
      : 'Set the Manager Certificate Checks level to High in the Manager preferences.',
  severity: wanted === 'low' ? 'minor' : 'major',
  wanted: wanted === 'low' ? 'Low, or stricter' : 'High, on every Manager',
  why: 'A Manager that takes any certificate gives the password to whoever stands in this system’s place.',
  remedy: 'Ask for it in Manager Settings, and set it on each Manager’s computer.',
  mayBreak: 'A Manager whose preferences ask for less cannot log in until they are changed.',
  form: settingsForm,
  watches: [settingsForm, managersView],
  look: (world) => together([askedLevel(world, wanted), ...ofEach(world, (one) => toldLevel(one, wanted))]),
  mend: (world) => (askedLevel(world, wanted).state === 'not-met' ? mended({ leastCheckLevel: wanted }) : []),
});

const mended = (patch: Mend['patch']): readonly Mend[] => [{ form: settingsForm, patch }];

function askedLevel({ settings }: World, wanted: string): Seen {
  const record = settings.single(settingsForm);
  if (record === undefined) return unknown(`There is no form ${settingsForm}.`);
  const asked = textOf(record, 'leastCheckLevel');
  const words = `Least Certificate Check Level is ${settings.word(settingsForm, 'leastCheckLevel', asked)} in ${settings.title(settingsForm)}.`;
  return checkLevels.indexOf(asked) >= checkLevels.indexOf(wanted) ? met(asked, words) : notMet(asked, words);
}

function toldLevel({ name, checkLevel }: ManagerSeen, wanted: string): Seen {
  if (checkLevel === '') return met('', `${name} has not told its preferences yet; with less it cannot log in.`);
  const words = `${name} last told the certificate check level ${checkLevel}.`;
  const holds = checkLevels.indexOf(checkLevel) >= checkLevels.indexOf(wanted);
  return holds ? met('', words) : toDo(`${name}: ${checkLevel}`, words);
}

/** "Install the corresponding trusted CA certificate in each of the Manager PC's certificate stores." */
export const managerStores: Demand = {
  statement: 'Install the corresponding trusted CA certificate in the certificate store of each Manager PC.',
  severity: 'major',
  wanted: 'every Manager has logged in, checking this system’s certificate by an authority that it knows',
  why: 'Without it a Manager cannot tell this system from an impostor.',
  remedy:
    'Log in once from each Manager with the check level Medium or High; it then knows the authority, or says that it does not.',
  mayBreak: 'Nothing.',
  form: managersView,
  // An enrolment leaves a copy of the certificate there.
  watches: [managersView, trusted],
  look: (world) =>
    together(
      ofEach(world, ({ name, checkLevel, lastSeen }) => {
        if (lastSeen === '' || checkLevel === '')
          return toDo(`${name}: not seen yet`, `${name} has not logged in yet.`);
        const words = `${name} logged in at ${lastSeen}, with the certificate check level ${checkLevel}`;
        if (checkLevel === 'low') return toDo(`${name}: not known`, `${words}: it takes any certificate.`);
        return met('known', `${words}: it knows the authority of what this system shows.`);
      }),
    ),
  mend: () => [],
};

/** "Install 1024-bit+ third-party certificates in all Manager certificate stores." Third party: issued by somebody else than itself. */
export const managerCertificates: Demand = {
  statement:
    'Install 1024-bit+ third-party certificates in all Manager Certificate Stores (here RSA 2048 or P-256 at least).',
  severity: 'major',
  wanted:
    'the certificate of every computer that may manage is issued by an authority, RSA 2048 or P-256 at least, in date',
  why: 'A certificate that a machine gave itself proves nothing about the machine, and nobody can revoke it.',
  remedy:
    'Enrol the computer as a Manager, or give it a certificate of your own authority, and put that into Trusted Certificates instead.',
  mayBreak: 'The computer with the old certificate gets in no more once it is taken out.',
  form: trusted,
  watches: [trusted, managersView],
  look: (world) => {
    const copies = copiesIn(world);
    if (copies.length === 0) return nobody();
    return together(copies.map((record) => ofComputer(textOf(record, 'name'), textOf(record, 'certificate'), world)));
  },
  mend: () => [],
};

function ofComputer(name: string, certificate: string, world: World): Seen {
  const provenance = world.judge(certificate);
  if (provenance === undefined) return unknown(`The copy ${name} in ${world.settings.title(trusted)} cannot be read.`);
  const { isSelfSigned, isStrong, key, issuer, startsMs, endsMs } = provenance;
  const flaws = [
    ...(isSelfSigned ? ['self-signed'] : []),
    ...(isStrong ? [] : [`too weak (${key})`]),
    ...(world.nowMs < startsMs || world.nowMs > endsMs ? ['not in date'] : []),
  ];
  const words = `The certificate ${name} is issued by ${issuer}, ${key}`;
  return flaws.length === 0
    ? met('issued', `${words}.`)
    : toDo(`${name}: ${flaws[0]}`, `${words}: ${flaws.join(', ')}.`);
}

/** "Set the certificate offered to the system in the Manager preferences." */
export const managerOffered: Demand = {
  statement: 'Set the certificate offered to the system in the Manager preferences.',
  severity: 'major',
  wanted: 'yes, on every Manager',
  why: 'A Manager that offers none is not recognised, and its login rests on a password alone.',
  remedy: 'Ask for it in Manager Settings, and set it on each Manager’s computer.',
  mayBreak: 'A Manager that offers no certificate cannot log in.',
  form: settingsForm,
  watches: [settingsForm, managersView],
  look: (world) => together([askedOffer(world), ...ofEach(world, toldOffer)]),
  mend: (world) => (askedOffer(world).state === 'not-met' ? mended({ offerCertificate: true }) : []),
};

function askedOffer({ settings }: World): Seen {
  const record = settings.single(settingsForm);
  if (record === undefined) return unknown(`There is no form ${settingsForm}.`);
  const words = `Certificate Offered is ${record.offerCertificate === true ? 'yes' : 'no'} in ${settings.title(settingsForm)}.`;
  return record.offerCertificate === true ? met('yes', words) : notMet('no', words);
}

function toldOffer({ name, offersCertificate }: ManagerSeen): Seen {
  if (offersCertificate === '')
    return met('', `${name} has not told its preferences yet; without one it cannot log in.`);
  const words = `${name} last told that it offers ${offersCertificate === 'yes' ? 'its' : 'no'} certificate.`;
  return offersCertificate === 'yes' ? met('', words) : toDo(`${name}: none`, words);
}

/** Copies of single certificates by which management is recognised. */
export const copiesIn = ({ settings }: World): readonly Readonly<Record<string, unknown>>[] =>
  (settings.records(trusted) ?? []).filter(
    ({ purposes, kind }) =>
      Array.isArray(purposes) && purposes.includes('management') && typeof kind === 'string' && isCopy(kind),
  );

/** What the form calls authorities and intermediates begins otherwise. */
const isCopy = (kind: string): boolean => !/authority|root|intermediate/i.test(kind);

/** Fingerprints are written with colons here and without there. */
export const bare = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
