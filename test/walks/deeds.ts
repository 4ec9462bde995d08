// What users of automatic phones do: one deed at a time, where it can be done.

import type { AutomaticLine } from './automatic-line.ts';
import type { AutomaticPhone } from './automatic-phone.ts';
import type { Crowd } from './crowd.ts';
import { numbers } from './crowd.ts';

export { numbers };

export interface Deed {
  readonly deed: (typeof deeds)[number];
  readonly phone: number;
  readonly line: number;
  readonly number: string;
  readonly isLate: boolean;
  readonly ms: number;
}

type Did = (crowd: Crowd, phone: AutomaticPhone, deed: Deed) => void;

const pick = <T>(things: readonly T[], at: number): T | undefined => things[at % Math.max(1, things.length)];

/** A line that is up, of this phone if it has one. */
function upLine(crowd: Crowd, phone: AutomaticPhone, at: number): AutomaticLine | undefined {
  const own = phone.lines.filter(({ state }) => state === 'up');
  return pick(own.length > 0 && !phone.isDead ? own : crowd.linesIn('up'), at);
}

const dial =
  (code: (deed: Deed) => string): Did =>
  (_, phone, deed) =>
    void (phone.isProvider || phone.isDead || phone.call(code(deed), deed.isLate));

export const refer = (line: AutomaticLine | undefined, target: string): void =>
  line?.call.request('REFER', { headers: [`Refer-To: ${target}`] });

export const dialogOf = ({ call }: AutomaticLine): string =>
  `${call.callId};to-tag=${call.remoteTag};from-tag=${call.localTag}`;

export const into = (line: AutomaticLine, number: string): string =>
  `<sip:${number}@ringfence?Replaces=${encodeURIComponent(dialogOf(line))}>`;

const referTo =
  (target: (deed: Deed) => string): Did =>
  (crowd, phone, deed) =>
    refer(upLine(crowd, phone, deed.line), `<sip:${target(deed)}@ringfence>`);

/** Two lines of one phone: one up, one in that state. */
function joined(state: 'up' | 'calling'): Did {
  return (crowd, { lines }, { line, number }) => {
    const both = (all: readonly AutomaticLine[]) => ({
      ups: all.filter((one) => one.state === 'up'),
      others: all.filter((one) => one.state === state && one.call.remoteTag !== ''),
    });
    const able = [lines, ...crowd.phones.map((phone) => phone.lines)].map(both);
    const found = able.find(({ ups, others }) => others.some((other) => ups.some((up) => up !== other)));
    const other = pick(found?.others ?? [], line);
    const up = found?.ups.find((one) => one !== other);
    if (up !== undefined && other !== undefined) refer(up, into(other, number));
  };
}

const forwardFields = [
  'forwardNoAnswer',
  'forwardBusy',
  'forwardUnreachable',
  'forwardNoAnswer',
  'forwardAlways',
] as const;

const nonsense = [
  '<mailto:somebody@example.com>',
  'nonsense',
  '<sip:203@ringfence;method=BYE>',
  '<sip:203@ringfence?Replaces=%ZZ>',
  '<sip:203@ringfence?Replaces=none%3Bto-tag%3Da%3Bfrom-tag%3Db>',
];

const replacing =
  (whose: (crowd: Crowd, phone: AutomaticPhone) => readonly AutomaticLine[]): Did =>
  (crowd, phone, { line, isLate }) => {
    const own = pick(whose(crowd, phone), line);
    if (own !== undefined && !phone.isProvider && !phone.isDead)
      phone.call(own.phone.phone.number, isLate, [`Replaces: ${dialogOf(own)}`]);
  };

const acts = {
  call: dial(({ number }) => number),
  comesIn: (crowd, _, { line, isLate }) => {
    const provider = crowd.phones.at(-1 - (line % 2));
    if (provider?.isDead === false) provider.call(line > 4 ? '+4989123290' : '+4989123201', isLate);
  },
  answer: (crowd, _, { line }) => pick(crowd.linesIn('ringing'), line)?.answer(),
  refuse: (crowd, _, { line }) => pick(crowd.linesIn('ringing'), line)?.answer(486),
  hangUp: (crowd, _, { line }) => pick(crowd.linesIn('up', 'calling'), line)?.hangUp(),
  hold: (crowd, phone, { line }) => upLine(crowd, phone, line)?.hold(true),
  resume: (crowd, phone, { line }) => upLine(crowd, phone, line)?.hold(false),
  update: (crowd, phone, { line }) => upLine(crowd, phone, line)?.change('UPDATE'),
  late: (crowd, phone, { line }) => upLine(crowd, phone, line)?.change('late'),
  blind: referTo(({ number }) => number),
  attended: joined('up'),
  semiAttended: joined('calling'),
  nonsense: (crowd, phone, { line }) => refer(upLine(crowd, phone, line), pick(nonsense, line) ?? ''),
  moves: replacing((crowd, { phone }) =>
    crowd.linesIn('up').filter((line) => line.phone.phone.number === phone.number),
  ),
  steals: replacing((crowd) => crowd.linesIn('up', 'ringing', 'over')),
  byLamp: (_, phone, { line, isLate }) => {
    const shown = pick(phone.ringingShown, line);
    if (shown !== undefined && !phone.isDead) phone.call(shown.target, isLate, [shown.replaces]);
  },
  pickup: dial(({ number }) => `*87${number.slice(0, 3)}`),
  pickupGroup: dial(() => '*88'),
  parks: referTo(() => '*85'),
  parksAt: referTo(() => '*8570'),
  retrieves: dial(({ number }) => `*86${number.slice(0, 3)}`),
  retrievesAt: dial(() => '*8670'),
  callBack: dial(({ number }) => `*37${number.slice(0, 3)}`),
  callBackOff: dial(() => '*38'),
  intercom: dial(({ number }) => `*48${number.slice(0, 3)}`),
  logsIn: (crowd, _, { line }) => {
    const desk = crowd.phones.find(({ phone }) => phone.number === '300');
    if (desk?.isDead === false) desk.call(line % 2 === 0 ? '*41201*4938' : '*41202*71502');
  },
  logsOut: dial(() => '*42'),
  disturb: dial(({ isLate }) => (isLate ? '*78' : '*79')),
  redials: dial(({ isLate }) => (isLate ? '*66' : '*69')),
  withholds: dial(({ number }) => `*67${number}`),
  forwards: (crowd, { phone, isProvider }, { line, number }) => {
    const field = pick(forwardFields, line);
    if (!isProvider && field !== undefined && number !== phone.number)
      crowd.world.set(phone.number, { [field]: number, noAnswerSeconds: 5 });
  },
  forwardsNothing: (crowd, { phone, isProvider }) => {
    const none = { forwardAlways: '', forwardBusy: '', forwardNoAnswer: '', forwardUnreachable: '' };
    if (!isProvider) crowd.world.set(phone.number, none);
  },
  watch: (_, phone, { number }) => {
    if (!phone.isProvider && !phone.isDead) phone.watch(number.slice(0, 3));
  },
  unwatch: (_, phone, { line }) => {
    const watching = pick(phone.watching, line);
    if (watching !== undefined && !phone.isDead) phone.unwatch(watching);
  },
  dies: (crowd, phone, { line }) => {
    if (line !== 0 || crowd.phones.some(({ isDead }) => isDead)) return;
    phone.isDead = true;
    phone.phone.die();
  },
  reconnects: (crowd, phone) => {
    if (phone.isDead || phone.phone.transport === 'UDP') return;
    crowd.calm(phone);
    crowd.quieten();
    for (const line of phone.lines) line.wasLost = true;
    phone.phone.reconnect();
    if (!phone.isProvider) phone.phone.register();
  },
  slow: (_, phone, { line }) => {
    if (phone.isDead) return;
    phone.isSlow = true;
    phone.phone[line % 2 === 0 ? 'up' : 'down'].hold();
  },
  calm: (crowd) => {
    for (const phone of crowd.phones) crowd.calm(phone);
  },
  clear: (crowd, _, { line }) => {
    const call = pick([...crowd.world.server.calls.keys()], line);
    if (call !== undefined && line === 0) crowd.world.server.endCall(call, 'by an administrator');
  },
  longPass: (crowd, _, { line }) => {
    if (line === 0) crowd.pass(950_000, 1_000);
  },
  pass: (crowd, _, { ms }) => crowd.pass(ms, ms > 1_500 ? 250 : 50),
} as const satisfies Readonly<Record<string, Did>>;

const often: readonly (keyof typeof acts)[] = [
  ...(['call', 'call', 'call', 'call', 'answer', 'answer', 'answer', 'blind', 'blind', 'blind', 'attended'] as const),
  ...(['attended', 'attended', 'parks', 'retrieves', 'moves', 'pass', 'pass', 'pass', 'calm', 'calm'] as const),
];

/** The names of all, those more often that lead to others. */
export const deeds: readonly (keyof typeof acts)[] = [...often, ...(Object.keys(acts) as (keyof typeof acts)[])];

/** Does it, where it can be done. */
export function does(crowd: Crowd, deed: Deed): void {
  const phone = crowd.phones[deed.phone % crowd.phones.length];
  const act: Did = acts[deed.deed];
  if (phone !== undefined) act(crowd, phone, deed);
}
