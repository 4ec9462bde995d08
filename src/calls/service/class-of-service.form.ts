// The form Class of Service: what the calls of a class may do, and what is recorded and shown of them.

import { choice, defineForm, initialRecord, type RecordOf, text, whole, yesNo } from '#forms';
import { CLASSES_OF_SERVICE } from '../restriction/permissions.ts';

export const classOfService = defineForm({
  id: 'class-of-service',
  title: 'Class of Service',
  group: 'Calls and routing',
  help: {
    purpose:
      'Sets what the calls of a class may do: extensions and trunks have a class each for day, night 1 and night 2.',
    conditions:
      'A class that is not in the list has the values that a new one starts with, which grant nothing. A change applies to the next call.',
    recommendation:
      'Leave class 1 as it is, and grant a thing in a class of its own to those few who need it. Keep SMDR on for every class that reaches the public network.',
  },
  key: 'number',
  fields: {
    number: whole({
      label: 'Number',
      help: 'The number of the class, which Users and Services and SIP Trunks name.',
      min: 1,
      max: CLASSES_OF_SERVICE,
    }),
    comment: text({ label: 'Comment', help: 'What the class is for.', initial: '', max: 15 }),
    publicToPublic: yesNo({
      label: 'Public Network To Public Network Connection Allowed',
      help: 'Whether a call that came in over one public trunk may go out over another (tandem). It must be granted to the classes of both trunks. This is how strangers call at the expense of the site.',
      section: 'Public network',
      initial: false,
    }),
    publicTrunk: yesNo({
      label: 'Public Trunk',
      help: 'Whether a trunk of this class leads to the public network, so that the option above is asked for. No is for lines between systems of one company.',
      section: 'Public network',
      initial: true,
    }),
    externalForward: yesNo({
      label: 'Call Forwarding (External Destination)',
      help: 'Whether calls to an extension of this class may be forwarded to the public network. The call then goes out at its expense and under its restriction.',
      section: 'Public network',
      initial: false,
    }),
    accountCode: choice({
      label: 'Account Code - Forced',
      help: 'Whether calls to the public network need an account code: any that is dialled, or one of Account Codes. A forwarded call cannot have one, so it is refused.',
      section: 'Public network',
      of: { none: 'Not needed', nonVerified: 'Needed, any', verified: 'Needed, one of Account Codes' },
      initial: 'none',
    }),
    displayCallerId: yesNo({
      label: 'Display Caller ID',
      help: 'Whether the public network is shown the number of whoever calls. No withholds it.',
      section: 'Public network',
      initial: true,
    }),
    forwardOverride: yesNo({
      label: 'Call Forwarding - Override',
      help: 'Whether calls of this class ring at the extension that was dialled, wherever it forwards to. They do not get through do not disturb.',
      section: 'Features',
      initial: false,
    }),
    forwardByCode: yesNo({
      label: 'Call Forwarding by Code',
      help: 'Whether an extension of this class can be forwarded at its phone, with the codes of Numbering or its feature keys. Taking a forward away needs no grant.',
      section: 'Features',
      initial: false,
    }),
    nightServiceControl: yesNo({
      label: 'Night Service Control',
      help: 'Whether the codes of Numbering for day, night 1, night 2 and the schedule can be dialled, which change Service Mode for the whole site.',
      section: 'Features',
      initial: false,
    }),
    busyLamps: yesNo({
      label: 'Busy Lamps',
      help: 'Whether phones of the class may watch other extensions and the lists of Busy Lamp Lists: that they are called, talk, or want to be left alone. With whom they talk is told to nobody by this alone. Its own extension a phone may always watch. It is no at first, since it tells when people are at their desks.',
      section: 'Features',
      initial: false,
    }),
    overrideInterconnect: yesNo({
      label: 'Override Interconnect Restriction on Transfer',
      help: 'Whether who is transferred by this class is spared Interconnect Restriction towards the one that they are put through to. Whoever transfers is not.',
      section: 'Features',
      initial: false,
    }),
    hotDeskLogin: yesNo({
      label: 'Hot Desking Login Accept',
      help: 'Whether people may log in at the phones of an extension of this class, where Hot Desking is on in System Options. In a mode whose class does not accept, nobody stays logged in there.',
      section: 'Features',
      initial: false,
    }),
    hotDeskRemoteLogout: yesNo({
      label: 'Hot Desk Remote Logout Enabled',
      help: 'Whether the code of Numbering can be dialled that logs out another person, wherever they are logged in.',
      section: 'Features',
      initial: false,
    }),
    directedPickup: yesNo({
      label: 'Directed Call Pickup',
      help: 'Whether calls that ring at any extension may be taken, and not only those of the own pickup group. Whoever may take a call also sees who is calling.',
      section: 'Groups',
      initial: false,
    }),
    paging: yesNo({
      label: 'Paging',
      help: 'Whether extensions may be called by intercom, and the zones of Page Zones spoken through, so that phones answer by themselves where their class has Auto-Answer - Allowed.',
      section: 'Intercom',
      initial: false,
    }),
    autoAnswer: yesNo({
      label: 'Auto-Answer - Allowed',
      help: 'Whether phones of this class may be made to answer a call by intercom or a page by themselves: whoever calls by intercom hears what is spoken there. A phone that has a call already is never made to.',
      section: 'Intercom',
      initial: false,
    }),
    smdrExternal: yesNo({
      label: 'SMDR External',
      help: 'Whether calls from and to the public network get an SMDR record.',
      section: 'Records',
      initial: true,
    }),
    smdrInternal: yesNo({
      label: 'SMDR Internal',
      help: 'Whether calls between extensions get an SMDR record.',
      section: 'Records',
      initial: false,
    }),
  },
});

export type ServiceClass = RecordOf<typeof classOfService>;

/** Every class of service, those without a record as they initially are. */
export class ServiceClasses {
  readonly #classes: readonly ServiceClass[];

  constructor(records: ReadonlyMap<string, ServiceClass>) {
    const initial = initialRecord(classOfService);
    this.#classes = Array.from(
      { length: CLASSES_OF_SERVICE + 1 },
      (_, number) => records.get(String(number)) ?? { ...initial, number },
    );
  }

  of(number: number): ServiceClass {
    const found = this.#classes[number];
    if (found === undefined) throw new Error(`there is no class of service ${number}`);
    return found;
  }
}
