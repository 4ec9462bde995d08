// A phone that does by itself what phones do, each in its manner: so that calls get connected whatever its user does with it.

import { Header, type SipMessage } from '#sip';
import { AutomaticLine } from './automatic-line.ts';
import type { MediaManners } from './believed.ts';
import type { Phone } from './phone.ts';
import { requestText, responseText } from './texts.ts';

export interface Manners extends MediaManners {
  readonly takesUpdate: boolean;
  /** Does it show whether a call is encrypted as it is told? */
  readonly showsIcon: boolean;
}

/** Choices that are the same for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to below 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

interface Watching {
  readonly callId: string;
  readonly target: string;
  remoteTag: string;
  cseq: number;
  state: 'asked' | 'active' | 'over';
  /** The latest document. */
  document: string;
}

export class AutomaticPhone {
  readonly phone: Phone;
  readonly manners: Manners;
  readonly lines: AutomaticLine[] = [];
  readonly watching: Watching[] = [];
  /** Does it ring when it is called? */
  takesCalls = true;
  isDead = false;
  /** Is what it sends or hears held back for the moment? */
  isSlow = false;
  isProvider = false;
  /** Does it do everything at once, and refuse nothing? */
  isPlain = false;
  readonly #dice: Dice;
  #watches = 0;

  constructor(phone: Phone, manners: Manners, seed: number) {
    this.phone = phone;
    this.manners = manners;
    this.#dice = new Dice(seed);
  }

  /** Does all that is sent arrive at once? */
  get isReached(): boolean {
    return !this.isSlow && this.phone.flow.open;
  }

  get nowMs(): number {
    return this.phone.world.clock.steadyMs();
  }

  // Moods.

  oneOf<T>(things: readonly T[]): T {
    const [first] = things;
    const found = things[Math.floor(this.#dice.roll() * things.length)] ?? first;
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  mood(): 'answers' | 'refuses' | 'rings' {
    return this.isPlain ? 'rings' : this.oneOf(['answers', 'answers', 'answers', 'rings', 'rings', 'refuses']);
  }

  slowly(): number {
    return this.isPlain ? 0 : this.oneOf([0, 0, 0, 300, 2_000]);
  }

  slowlyChanges(): number {
    return this.isPlain ? 0 : this.oneOf([0, 0, 0, 0, 0, 0, 0, 100, 400, 3_000]);
  }

  slowlyAcknowledges(): number {
    return this.isPlain ? 0 : this.oneOf([0, 0, 0, 0, 0, 0, 0, 0, 100, 1_500]);
  }

  /** The status with which a change is refused; 0: it is not. */
  refusesChange(): number {
    return this.isPlain ? 0 : this.oneOf([...Array.from({ length: 30 }, () => 0), 488, 491, 500]);
  }

  // What its user does.

  call(number: string, isLate = false, headers: readonly string[] = []): AutomaticLine {
    const { phone } = this;
    // The description is made for the line that the call becomes.
    const call = phone.prepareCall();
    const line = new AutomaticLine(this, call, 'calling');
    this.lines.push(line);
    line.invited(isLate);
    const body = isLate ? undefined : { type: 'application/sdp', text: line.media.offer() };
    call.invite(number, body, { headers });
    return line;
  }

  /** Watches what an extension does. */
  watch(target: string): void {
    const watching: Watching = {
      ...{ callId: `watch-${this.phone.tag}-${++this.#watches}`, target },
      ...{ remoteTag: '', cseq: 0, state: 'asked', document: '' },
    };
    this.watching.push(watching);
    this.#subscribe(watching, 600);
  }

  unwatch(watching: Watching): void {
    if (watching.state === 'active') this.#subscribe(watching, 0);
    watching.state = 'over';
  }

  #subscribe(watching: Watching, expires: number): void {
    const { phone } = this;
    const uri = `sip:${watching.target}@ringfence`;
    const credentials = phone.digest.authorize({ method: 'SUBSCRIBE', uri }).trim();
    const to = watching.remoteTag === '' ? '' : `;tag=${watching.remoteTag}`;
    watching.cseq += 1;
    const lines = [
      phone.via(),
      'Max-Forwards: 70',
      `From: <sip:${phone.number}@ringfence>;tag=${phone.tag}-watch`,
      `To: <${uri}>${to}`,
      `Call-ID: ${watching.callId}`,
      `CSeq: ${watching.cseq} SUBSCRIBE`,
      phone.contactLine(''),
      'Event: dialog',
      `Expires: ${expires}`,
      ...(credentials === '' ? [] : credentials.split('\r\n')),
    ];
    phone.send(requestText('SUBSCRIBE', uri, lines));
  }

  // What it does by itself.

  /** Takes everything in that came; false where there was nothing. */
  turn(): boolean {
    const { phone } = this;
    if (this.isDead) return false;
    for (const call of phone.offered.splice(0)) this.lines.push(new AutomaticLine(this, call, 'ringing'));
    let isBusy = false;
    for (const line of this.lines) isBusy = line.turn(this.nowMs) || isBusy;
    for (let message = phone.inbox.next(); message !== undefined; message = phone.inbox.next()) {
      isBusy = true;
      this.#hear(message);
    }
    return isBusy;
  }

  #hear(message: SipMessage): void {
    const watching = this.watching.find(({ callId }) => callId === message.callId);
    if (message.isRequest) {
      const isKnown = watching !== undefined || message.method !== 'NOTIFY';
      this.phone.send(responseText(message, isKnown ? 200 : 481, { tag: `${this.phone.tag}-watch` }));
      if (watching !== undefined && message.method === 'NOTIFY') this.#notified(watching, message);
    } else if (watching !== undefined) this.#subscribed(watching, message);
  }

  #subscribed(watching: Watching, response: SipMessage): void {
    const { status } = response;
    if (status === 407 && watching.cseq < 3 && this.phone.digest.accept(response, false))
      return this.#subscribe(watching, 600);
    if (status >= 300) watching.state = 'over';
    else if (status >= 200) {
      watching.remoteTag = response.to?.tag ?? '';
      if (watching.state === 'asked') watching.state = 'active';
    }
  }

  #notified(watching: Watching, notify: SipMessage): void {
    watching.document = notify.body;
    if (/^terminated/.test(notify.get(Header.SubscriptionState) ?? '')) watching.state = 'over';
  }

  /** The dialogs that its lamps show as ringing, as a Replaces header names them. */
  get ringingShown(): readonly { readonly target: string; readonly replaces: string }[] {
    return this.watching.flatMap(({ target, document, state }) => {
      const found =
        state === 'active'
          ? /call-id="([^"]+)" local-tag="([^"]+)" remote-tag="([^"]+)" direction="recipient"><state>early/.exec(
              document,
            )
          : null;
      return found === null
        ? []
        : [{ target, replaces: `Replaces: ${found[1]};to-tag=${found[2]};from-tag=${found[3]}` }];
    });
  }
}
