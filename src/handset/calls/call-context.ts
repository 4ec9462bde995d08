// What a call is made of and tells: its states, its end, its security, and what every call of one phone works with.

import type { SipMessage, TlsFacts } from '#sip';
import type { Account } from '../account.ts';
import type { Line } from '../line.ts';
import type { Sound } from '../media/sound.ts';
import type { HandsetMedia, HandsetSettings } from '../settings.ts';

export type CallState = 'calling' | 'ringing' | 'talking' | 'ending' | 'ended';

export interface CallEnd {
  /** 'nobody': the line or the far end was lost. */
  readonly by: 'near' | 'far' | 'nobody';
  /** 200 for a call that was hung up. */
  readonly status: number;
  readonly reason: string;
  /** The words of a Reason or Warning header; '' where there were none. */
  readonly words: string;
}

export type HandsetCallEvent =
  | { readonly kind: 'ringing' | 'established' }
  /** Direction, key or address of the media changed. */
  | { readonly kind: 'media' }
  /** The far end has sent a key in the signalling (INFO). */
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'ended'; readonly end: CallEnd };

export interface CallSecurity {
  /** Signalling over TLS and audio by SRTP, on this phone's own way. */
  readonly secure: boolean;
  /** Registered name; '' for plain RTP. */
  readonly suite: string;
  readonly tls: TlsFacts | undefined;
}

/** What every call of one phone works with. */
export interface CallContext {
  readonly line: Line;
  readonly account: Account;
  readonly settings: HandsetSettings;
  /** What a call offers and takes; of one that comes in by its INVITE. */
  readonly media: (invite?: SipMessage) => HandsetMedia;
  /** Of a call that comes in with its INVITE. */
  readonly sound: (farNumber: string, invite?: SipMessage) => Sound;
}
