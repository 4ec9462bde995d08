// What a built-in phone is told before it begins, and how it may misbehave for a test.

import type { EngineCodec } from '#media';
import type { TransportName } from '#sip';

export interface ServerPlace {
  readonly transport: TransportName;
  /** An IP literal. */
  readonly address: string;
  readonly port: number;
  /** What REGISTER is sent to and what identities end in. Default: the address. */
  readonly domain?: string;
}

export interface HandsetMedia {
  /** SRTP or no call; SRTP where the other side can; plain RTP alone. */
  readonly policy: 'required' | 'preferred' | 'none';
  /** Registered names of the SRTP suites to offer and to take, the best first. Default: all that SRTP here can do. */
  readonly suites?: readonly string[];
  /** The codecs to offer and to take, the best first. Default: PCMU and PCMA. */
  readonly codecs?: readonly EngineCodec[];
  /** Whether keys are sent and taken as telephone events (RFC 4733). Default: no. */
  readonly events?: boolean;
  /** Where audio is sent and received: an address of this machine. */
  readonly address: string;
  /** 'none': descriptions are exchanged and no audio flows, for load. Default: 'tone'. */
  readonly sound?: 'tone' | 'none';
  /** The tone that this phone sends, in hertz. Default: `toneOf` its number. */
  readonly toneHz?: number;
}

/** What the phone does when it is called. */
export type WhenCalled =
  /** Rings until somebody answers or declines. */
  | { readonly do: 'ring' }
  | { readonly do: 'answer'; readonly afterMs: number }
  | { readonly do: 'decline'; readonly status: number }
  /** Tells whoever listens of the call, and leaves everything to them. */
  | { readonly do: 'tell' }
  /** Does not even say that it rings. */
  | { readonly do: 'nothing' };

/** Everything defaults to what a plain, well-behaved desk phone does. */
export interface Behaviour {
  /** Invites without an offer, and answers in the ACK. */
  readonly lateOffer?: boolean;
  /** Reliable provisional answers (RFC 3262): asks for them, and gives them to those who take them. */
  readonly reliable?: boolean;
  /** Gives its description with the ringing already. */
  readonly earlyAnswer?: boolean;
  /** How hold and resume are asked for. Default: re-INVITE. */
  readonly renegotiateBy?: 'INVITE' | 'UPDATE';
  /** Answers each call's challenge anew rather than by what it remembers of the last. */
  readonly forgetsChallenges?: boolean;
  /** Encrypts with other SRTP keys than it says: nobody may hear it. */
  readonly tamperKeys?: boolean;
}

export interface HandsetSettings {
  readonly number: string;
  /** Shown to the other side. Default: none. */
  readonly name?: string;
  readonly secret: string;
  readonly media: HandsetMedia;
  /** `urn:uuid:…` of the device (RFC 5626 §4.1); a version 1 UUID ends in its MAC address. Default: not shown. */
  readonly instance?: string;
  readonly whenCalled?: WhenCalled;
  readonly behaviour?: Behaviour;
  /** Session timer that it agrees to (RFC 4028), in seconds. Default: 1800. */
  readonly sessionSeconds?: number;
}
