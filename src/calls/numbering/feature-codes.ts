// The feature codes: what each is called in Numbering, with which value it starts, and what has to follow it.

import { callerCodes } from './caller-codes.ts';

/** What is dialled behind a code, all of it. */
const behind = {
  nothing: /^$/,
  extension: /^\d{2,7}$/,
  number: /^\+?\d{2,23}$/,
  /** The number of a place, or nothing. */
  place: /^\d{0,7}$/,
  twoDigits: /^\d{2}$/,
  threeDigits: /^\d{3}$/,
  /** Another code may follow. */
  anything: /^.+$/,
  /** An extension and a PIN, as one piece or with * between them. */
  login: /^\d{2,7}\*?\d{1,16}#?$/,
  /** The old PIN and twice the new one, with * between them. */
  pins: /^\d{1,16}\*\d{1,16}\*\d{1,16}#?$/,
} as const;

/** What nobody may read in a record. */
const secret: ReadonlySet<keyof typeof behind> = new Set(['login', 'pins']);

interface FeatureCodeFacts {
  readonly label: string;
  readonly help: string;
  /** '' cannot be dialled. */
  readonly initial: string;
  readonly takes: keyof typeof behind;
}

export const featureCodes = {
  doNotDisturbOn: {
    label: 'Do not disturb on',
    help: 'Dialled at a phone, stops calls to its extension: callers get busy.',
    initial: '*78',
    takes: 'nothing',
  },
  doNotDisturbOff: {
    label: 'Do not disturb off',
    help: 'Dialled at a phone, lets calls to its extension through again.',
    initial: '*79',
    takes: 'nothing',
  },
  leaveGroups: {
    label: 'Leave groups',
    help: 'Dialled at a phone, calls to its hunt groups pass it over from now on.',
    initial: '*45',
    takes: 'nothing',
  },
  joinGroups: {
    label: 'Come back to groups',
    help: 'Dialled at a phone, calls to its hunt groups ring there again.',
    initial: '*46',
    takes: 'nothing',
  },
  intercom: {
    label: 'Intercom',
    help: 'Followed by an extension, calls it so that its phone answers by itself, where the class of service has Paging here and Auto-Answer - Allowed there.',
    initial: '*48',
    takes: 'extension',
  },
  dayMode: {
    label: 'Day',
    help: 'Dialled at a phone, lets day hold for the whole site (Service Mode), where its class of service has Night Service Control.',
    initial: '',
    takes: 'nothing',
  },
  night1Mode: { label: 'Night 1', help: 'As the code for day, for night 1.', initial: '', takes: 'nothing' },
  night2Mode: { label: 'Night 2', help: 'As the code for day, for night 2.', initial: '', takes: 'nothing' },
  scheduledMode: {
    label: 'Back to the schedule',
    help: 'As the code for day, lets the schedule choose again.',
    initial: '',
    takes: 'nothing',
  },
  hotDeskLogin: {
    label: 'Hot desk login',
    help: 'Dialled at a desk with extension and PIN behind it, such as *41, 201, * and the PIN, logs in whoever has them. The class of service of the desk must have Hot Desking Login Accept.',
    initial: '*41',
    takes: 'login',
  },
  hotDeskLogout: {
    label: 'Hot desk logout',
    help: 'Dialled at a desk, logs out who is there; at a phone of their own, the person wherever they are.',
    initial: '*42',
    takes: 'nothing',
  },
  hotDeskRemoteLogout: {
    label: 'Hot desk remote logout',
    help: 'Dialled with an extension behind it, logs out that person, where the class of service has Hot Desk Remote Logout Enabled.',
    initial: '*43',
    takes: 'extension',
  },
  changePin: {
    label: 'Change of PIN',
    help: 'Dialled with the old PIN, * and twice the new one with * between them, changes the PIN of whoever calls.',
    initial: '*44',
    takes: 'pins',
  },
  park: {
    label: 'Park',
    help: 'A call is transferred to it to wait there: at the number of a place behind it, or at the own extension where nothing stands behind it.',
    initial: '*85',
    takes: 'place',
  },
  retrieve: {
    label: 'Take a parked call',
    help: 'Dialled with the number of a place or the extension behind it, takes the call that waits there; with nothing behind it, the one at the own extension.',
    initial: '*86',
    takes: 'place',
  },
  pickup: {
    label: 'Directed call pickup',
    help: 'Dialled with an extension behind it, answers the call that rings there, where a pickup group or the class of service allows it.',
    initial: '*87',
    takes: 'extension',
  },
  pickupGroup: {
    label: 'Group call pickup',
    help: 'Dialled at a phone, answers the call that has rung longest at an extension of the same pickup group.',
    initial: '*88',
    takes: 'nothing',
  },
  callBack: {
    label: 'Call back when free',
    help: 'Dialled with an extension behind it that was busy or did not answer, has the phone rung as soon as both are free, and puts it through.',
    initial: '*37',
    takes: 'extension',
  },
  callBackOff: {
    label: 'Call back when free, off',
    help: 'Dialled at a phone, takes the code above back.',
    initial: '*38',
    takes: 'nothing',
  },
  ...callerCodes,
} as const satisfies Readonly<Record<string, FeatureCodeFacts>>;

export type FeatureCode = keyof typeof featureCodes;

/** The codes as Numbering has them. */
export type DialledCodes = Readonly<Record<FeatureCode, string>>;

/** A feature code as it was dialled, with what stands behind it. */
export interface FeatureDialled {
  readonly code: FeatureCode;
  readonly digits: string;
}

const names = Object.keys(featureCodes) as FeatureCode[];

/** The codes that can be dialled, by their first character. */
const byFirst = new WeakMap<DialledCodes, ReadonlyMap<string, readonly FeatureCode[]>>();

function candidates(codes: DialledCodes, first: string): readonly FeatureCode[] {
  let known = byFirst.get(codes);
  if (known === undefined) {
    known = Map.groupBy(
      names.filter((name) => codes[name] !== ''),
      (name) => codes[name].charAt(0),
    );
    byFirst.set(codes, known);
  }
  return known.get(first) ?? [];
}

/** The code that was dialled; undefined where it is none. What follows has not been looked at, unless nothing may follow. */
export function dialledFeature(dialled: string, codes: DialledCodes): FeatureDialled | undefined {
  for (const code of candidates(codes, dialled.charAt(0))) {
    const digits = dialled.slice(codes[code].length);
    if (dialled.startsWith(codes[code]) && (digits === '' || featureCodes[code].takes !== 'nothing'))
      return { code, digits };
  }
  return undefined;
}

/** What was dialled, as records may show it: of a code that PINs follow nothing but the code, whatever they are. */
export function withoutPins(dialled: string, codes: DialledCodes): string {
  const feature = dialledFeature(dialled, codes);
  return feature !== undefined && secret.has(featureCodes[feature.code].takes) ? codes[feature.code] : dialled;
}

/** Whether what stands behind the code is what has to. */
export const isComplete = ({ code, digits }: FeatureDialled): boolean => behind[featureCodes[code].takes].test(digits);
