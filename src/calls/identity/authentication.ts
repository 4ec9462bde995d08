// Who is it? A station by its digest, or by its fixed address (CALL walk, END-1). Unknown, wrong, another's and disabled
// get one answer after the same work; only the audit trail is told the difference.

import { type Clock, printable } from '#base';
import type { AuditFact } from '#records';
import { DigestAuthenticator, type DigestCredentials, decodeText, type Flow, parseUri, type SipMessage } from '#sip';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import { FailedAttempts } from './attempts.ts';
import { Decoy } from './decoy.ts';

export type Identity =
  | { readonly kind: 'station'; readonly station: Station; readonly fixed: boolean }
  | { readonly kind: 'challenge'; readonly status: 401 | 407; readonly headers: string }
  | { readonly kind: 'refused' };

/** What was attempted, as the audit trail says it. An emergency call needs the secret, and nothing else that a request does. */
export type Attempt = 'registration' | 'request' | 'emergency';

/** What the other end of a trunk must prove that it knows. */
export interface TrunkCredentials extends DigestCredentials {
  readonly username: string;
}

export interface AuthenticationOptions {
  readonly clock: Clock;
  readonly stations: StationTable;
  readonly realm: () => string;
  /** How many wrong attempts a source has. */
  readonly attempts: () => number;
  readonly note: (fact: AuditFact) => void;
}

/** A claimed name is kept no longer than this. */
const longestName = 64;

const refused: Identity = { kind: 'refused' };

export class Authentication {
  readonly #options: AuthenticationOptions;
  readonly #digest: DigestAuthenticator;
  readonly #attempts: FailedAttempts;
  readonly #decoy: Decoy;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
    this.#digest = new DigestAuthenticator({ realm: options.realm, clock: options.clock });
    this.#attempts = new FailedAttempts(options.clock, options.attempts);
    this.#decoy = new Decoy(options.stations);
  }

  /** The stations have changed. */
  refresh(): void {
    this.#decoy.refresh();
  }

  /** Judges a request. `what` names the attempt in the audit trail. */
  identify(request: SipMessage, flow: Flow, what: Attempt): Identity {
    const { stations } = this.#options;
    const fixed = stations.atAddress(flow);
    const isEmergency = what === 'emergency';
    if (fixed !== undefined && (isEmergency || (fixed.record.enabled && what === 'request')))
      return { kind: 'station', station: fixed, fixed: true };
    const uri = (what === 'registration' ? request.to : request.from)?.uri ?? '';
    const claimed = (parseUri(uri)?.user ?? '').slice(0, longestName);
    const status = what === 'registration' ? 401 : 407;
    const verdict = this.#digest.verify(request, status, (name) => stations.credentialsOf(name));
    if (verdict.kind === 'none') return this.#challenge(claimed, status, false);
    if (verdict.kind === 'stale' || verdict.kind === 'replayed') return this.#challenge(claimed, status, true);
    // Who is held off hears the same as before, and never whether a secret would have been right.
    if (!isEmergency && this.#attempts.heldOff(this.#sourceOf(flow, claimed))) return refused;
    if (verdict.kind === 'wrong') return this.refuse(flow, what, claimed, verdict.why);
    return this.#admit(verdict.username, claimed, flow, what);
  }

  #admit(username: string, claimed: string, flow: Flow, what: Attempt): Identity {
    const station = this.#options.stations.get(username);
    if (station === undefined) return this.refuse(flow, what, claimed, 'unknown user');
    if (username !== claimed) return this.refuse(flow, what, claimed, `the secret of extension ${username} was used`);
    if (what === 'emergency') return { kind: 'station', station, fixed: false };
    if (!station.record.enabled) return this.refuse(flow, what, claimed, 'the extension is disabled');
    if (station.record.fixedAddress !== '') {
      return this.refuse(flow, what, claimed, 'the extension has a fixed address');
    }
    return { kind: 'station', station, fixed: false };
  }

  /** Does the other end of a trunk know what it must? Undefined when it does; otherwise what it is answered. */
  proves(
    request: SipMessage,
    flow: Flow,
    trunk: string,
    asked: TrunkCredentials,
  ): { readonly status: number; readonly headers?: string } | undefined {
    const verdict = this.#digest.verify(request, 407, (name) => (name === asked.username ? asked : undefined));
    if (verdict.kind === 'none' || verdict.kind === 'stale' || verdict.kind === 'replayed') {
      const headers = this.#digest.challenge(asked.algorithms, 407, verdict.kind !== 'none');
      return { status: 407, headers };
    }
    const source = `${flow.remoteAddress} ${trunk}`;
    if (this.#attempts.heldOff(source)) return { status: 403 };
    if (verdict.kind !== 'wrong') return undefined;
    this.#attempts.strike(source);
    this.note(flow, 'request', trunk, `trunk ${trunk}: ${verdict.why}`);
    return { status: 403 };
  }

  /** Refuses for the true reason that only the audit trail hears, and counts the attempt against its source. */
  refuse(flow: Flow, what: Attempt, claimed: string, why: string): Identity {
    const isLast = this.#attempts.strike(this.#sourceOf(flow, claimed));
    this.note(flow, what, claimed, isLast ? `${why}; the source has used up its attempts and is held off` : why);
    return refused;
  }

  /** Tells the audit trail why a request was refused. */
  note(flow: Flow, what: Attempt, claimed: string, why: string): void {
    this.#options.note({
      level: 'medium',
      actor: {
        user: printable(decodeText(claimed)),
        sourceIp: flow.remoteAddress,
        application: 'SIP',
        context: what === 'registration' ? 'Registration' : 'Call set-up',
      },
      action: `${what} refused`,
      data: `Reason: ${why}; Transport: ${flow.transport}`,
    });
  }

  /** Nothing is held against an address any more: what came from there was the system itself. */
  forgive(address: string): void {
    this.#attempts.forgive(address);
  }

  /**
   * What attempts are counted for: an address. An extension that has a device there is counted by itself, so that one
   * phone with a wrong secret does not hold off the office that it shares the address with.
   */
  #sourceOf(flow: Flow, claimed: string): string {
    const isThere = this.#options.stations.get(claimed)?.isAt(flow, this.#options.clock.nowMs()) ?? false;
    return isThere ? `${flow.remoteAddress} ${claimed}` : flow.remoteAddress;
  }

  #challenge(claimed: string, status: 401 | 407, stale: boolean): Identity {
    const known = this.#options.stations.get(claimed)?.record.digestAlgorithms;
    const algorithms = known ?? this.#decoy.algorithmsFor(claimed);
    return { kind: 'challenge', status, headers: this.#digest.challenge(algorithms, status, stale) };
  }
}
