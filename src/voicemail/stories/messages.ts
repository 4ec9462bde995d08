// The owner hears messages, one after the other: plays, saves, deletes, passes on, or has whoever left one called.

import { limits } from '#base';
import type { PlayItem } from '#media';
import type { Playing, VoiceCall } from '#voice';
import type { Kept } from '../store/kept-sounds.ts';
import { choose, enter } from './asking.ts';
import type { LoggedIn } from './login.ts';
import type { VoicemailParts } from './parts.ts';

const stepMs = 5_000;
const longest = 7;

interface Listening {
  readonly call: VoiceCall;
  readonly who: LoggedIn;
  readonly parts: VoicemailParts;
}

/** Through these messages and back to the menu. False once the call is somebody else's. */
export async function hearMessages(listening: Listening, messages: readonly Kept[]): Promise<boolean> {
  let place = 0;
  for (let choices = 0; choices < limits.voicemail.choices && place < messages.length; choices++) {
    const message = messages[place];
    if (message === undefined) break;
    const next = await hear(listening, message, place === 0);
    if (next === 'gone') return false;
    if (next === 'menu') return true;
    place = next === 'before' ? Math.max(0, place - 1) : place + 1;
  }
  await listening.call.tell(['voicemail.end-of-messages']);
  return true;
}

type Next = 'next' | 'before' | 'menu' | 'gone';

async function hear(listening: Listening, message: Kept, isFirst: boolean): Promise<Next> {
  const { call, parts } = listening;
  const read = await parts.sounds.read(message);
  const sound: PlayItem = read.ok ? read.value : 'voicemail.unreadable';
  const intro = [isFirst ? 'voicemail.first-message' : 'voicemail.next-message'];
  let key = await playSteered(call, [...intro, ...envelope(message, parts), sound]);
  if (message.state === 'new') await parts.sounds.setState(message, 'heard');
  for (let choices = 0; choices < limits.voicemail.choices; choices++) {
    const chosen = key === '' ? await choose(call, ['voicemail.message-menu'], '1234567*#') : key;
    key = '';
    if (chosen === '') return 'menu';
    const next = await act(listening, message, chosen, sound);
    if (next !== undefined) return next;
  }
  return 'menu';
}

/** Undefined where the message is still the one that is talked about. */
async function act(listening: Listening, message: Kept, key: string, sound: PlayItem): Promise<Next | undefined> {
  const { call, parts } = listening;
  switch (key) {
    case '1':
      await playSteered(call, [sound]);
      return undefined;
    case '2':
      await parts.sounds.setState(message, 'saved');
      await call.tell(['voicemail.saved']);
      return 'next';
    case '3':
      await parts.sounds.remove(message);
      await call.tell(['voicemail.deleted']);
      return 'next';
    case '4':
      await passOn(listening, message);
      return undefined;
    case '5':
      await call.tell(envelope(message, parts));
      return undefined;
    case '6':
      return await callBack(listening, message);
    case '7':
      return 'before';
    case '#':
      return 'next';
    default:
      return 'menu';
  }
}

/** While it plays: 7 and 9 a little back and forth, 8 halts it and lets it go on. Any other key ends it, and is given. */
async function playSteered(call: VoiceCall, items: readonly PlayItem[]): Promise<string> {
  let ended = '';
  let isHalted = false;
  let left = limits.voicemail.choices;
  await call.play(items, (key, playing: Playing) => {
    left -= 1;
    if (key === '7') playing.skip(-stepMs);
    else if (key === '9') playing.skip(stepMs);
    else if (key === '8') {
      isHalted = !isHalted;
      playing.halt(isHalted);
    }
    if ('789'.includes(key) && left > 0) return;
    ended = key;
    playing.stop();
  });
  return ended;
}

/** When it came, and from whom. */
function envelope({ atMs, number, urgent }: Kept, { speech }: VoicemailParts): readonly PlayItem[] {
  const digits = number.replace(/[^0-9]/g, '');
  return [
    ...(urgent ? ['voicemail.urgent-message'] : []),
    ...speech.moment(atMs),
    ...(digits === '' ? ['voicemail.from-withheld'] : ['common.from', ...speech.digits(digits)]),
  ];
}

/** Into another mailbox, where it says who it was from. */
async function passOn({ call, parts }: Listening, message: Kept): Promise<void> {
  const number = await enter(call, ['voicemail.pass-on-to'], longest);
  if (number === '') return;
  const to = parts.mailbox(number);
  const isFull = to !== undefined && parts.sounds.of(number, 'message').length >= to.mostMessages;
  const copied = to === undefined || isFull ? undefined : await parts.sounds.copy(message, number);
  if (copied?.ok === true) parts.arrived(copied.value);
  await call.tell([copied?.ok === true ? 'voicemail.passed-on' : 'voicemail.no-such-mailbox']);
}

/** Only at the owner's own phone, only where it is allowed, and only to the number that the call server has shown. */
async function callBack({ call, who }: Listening, { number }: Kept): Promise<Next | undefined> {
  const { mailbox, isOwnPhone } = who;
  if (!mailbox.callBack || !isOwnPhone || number === '') {
    await call.tell(['voicemail.no-call-back']);
    return undefined;
  }
  await call.say(['common.one-moment'], { stopOn: '' });
  const reached = await call.transfer(number, { behalf: mailbox.number });
  if (reached.ok) return 'gone';
  await call.tell(['common.not-reached']);
  return undefined;
}
