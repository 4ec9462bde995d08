// Session timers (RFC 4028): a call whose phone has died ends by itself.

import type { Cancel, Clock } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { parameter } from '../messages/parameters.ts';

/** The smallest interval that RFC 4028 §4 allows, in seconds. */
export const LEAST_SESSION_SECONDS = 90;
/** The longest that is agreed on, whatever the other end asks for: a call whose phone has died ends within a day. */
const mostSessionSeconds = 86_400;

export interface SessionInterval {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | undefined;
}

/** The Session-Expires of a message; undefined when there is none or it is malformed. */
export function sessionInterval(message: SipMessage): SessionInterval | undefined {
  const value = message.get(Header.SessionExpires);
  if (value === undefined) return undefined;
  const end = value.indexOf(';');
  const digits = (end < 0 ? value : value.slice(0, end)).trim();
  if (!/^\d{1,9}$/.test(digits)) return undefined;
  const refresher = end < 0 ? undefined : parameter(value.slice(end), 'refresher');
  return { seconds: Number(digits), refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined };
}

/** The Min-SE of a message: 90 where there is none; what is above a day counts as a day. */
export function leastSession(message: SipMessage): number {
  const value = message.get(Header.MinSE) ?? '';
  const digits = /^\d{1,9}/.exec(value)?.[0] ?? '0';
  return Math.min(Math.max(Number(digits), LEAST_SESSION_SECONDS), mostSessionSeconds);
}

/** Does the message list the option tag, given in lower case, in its Supported header? */
export const supports = (message: SipMessage, option: string): boolean =>
  message.list(Header.Supported).some((tag) => tag === option || tag.toLowerCase() === option);

/** The lines of a request of ours that starts or refreshes a session; `least` is what the other end has told to be its minimum. */
export const sessionLines = (seconds: number, least = LEAST_SESSION_SECONDS): string =>
  `Session-Expires: ${seconds};refresher=uac\r\nMin-SE: ${least}\r\n`;

export interface SessionAgreement {
  readonly seconds: number;
  readonly weRefresh: boolean;
  /** The lines of our answer. */
  readonly lines: string;
}

/** What we answer to a request that starts or refreshes a session (RFC 4028 §9). `ours` is the longest that we allow. */
export function agreeAsServer(request: SipMessage, ours: number): SessionAgreement {
  if (!supports(request, 'timer')) return { seconds: ours, weRefresh: true, lines: '' };
  const asked = sessionInterval(request);
  const seconds = Math.max(Math.min(asked?.seconds ?? ours, ours), leastSession(request));
  const refresher = asked?.refresher ?? 'uac';
  const require = refresher === 'uac' ? 'Require: timer\r\n' : '';
  return {
    seconds,
    weRefresh: refresher === 'uas',
    lines: `${require}Session-Expires: ${seconds};refresher=${refresher}\r\n`,
  };
}

/** What the success of our request settles (RFC 4028 §7.2). */
export function agreeAsClient(response: SipMessage, ours: number): SessionAgreement {
  const answered = sessionInterval(response);
  if (answered === undefined) return { seconds: ours, weRefresh: true, lines: '' };
  return {
    seconds: Math.min(Math.max(answered.seconds, LEAST_SESSION_SECONDS), mostSessionSeconds),
    weRefresh: answered.refresher !== 'uas',
    lines: '',
  };
}

/** Runs one leg's timer: refreshes at half time when that is ours to do, or expects the other end to (RFC 4028 §10). */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  readonly #expired: () => void;
  #running: Cancel | undefined;

  constructor(clock: Clock, refresh: () => void, expired: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
    this.#expired = expired;
  }

  run(agreement: SessionAgreement): void {
    this.stop();
    const { seconds, weRefresh } = agreement;
    const waitSeconds = weRefresh ? seconds / 2 : seconds - Math.min(32, seconds / 3);
    this.#running = this.#clock.afterAbout(waitSeconds * 1_000, weRefresh ? this.#refresh : this.#expired);
  }

  stop(): void {
    this.#running?.();
    this.#running = undefined;
  }
}
