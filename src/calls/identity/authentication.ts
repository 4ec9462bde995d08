// Who is it? A station by its digest, or by its fixed address (CALL walk, END-1). Unknown, wrong, another's and disabled
// get one answer after the same work; only the audit trail is told the difference.

import type { Clock } from '#base';
import type { AuditFact } from '#records';
import { DigestAuthenticator, type Flow, parseUri, type SipMessage } from '#sip';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import { FailedAttempts } from './attempts.ts';
import { Decoy } from './decoy.ts';

export type Identity =
  | { readonly kind: 'station'; readonly station: Station; readonly fixed: boolean }
  | { readonly kind: 'challenge'; readonly status: 401 | 407; readonly headers: string }
  | { readonly kind: 'refused' };

export interface AuthenticationOptions {
  readonly clock: Clock;
  readonly stations: StationTable;
  readonly realm: () => string;
  /** How many wrong attempts a source has. */
  readonly attempts: () => number;
  readonly note: (fact: AuditFact) => void;
}

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
  identify(request: SipMessage, flow: Flow, what: 'registration' | 'request'): Identity {
    const fixed = this.#options.stations.atAddress(flow);
    if (fixed?.record.enabled && what === 'request') return { kind: 'station', station: fixed, fixed: true };
    if (this.#attempts.heldOff(flow.remoteAddress)) return refused;
    const claimed = (parseUri((what === 'registration' ? request.to : request.from)?.uri ?? '')?.user ?? '').slice(
      0,
      64,
    );
    const status = what === 'registration' ? 401 : 407;
    const verdict = this.#digest.verify(request, status, (name) => this.#options.stations.credentialsOf(name));
    if (verdict.kind === 'none') return this.#challenge(claimed, status, false);
    if (verdict.kind === 'stale' || verdict.kind === 'replayed') return this.#challenge(claimed, status, true);
    if (verdict.kind === 'wrong') return this.refuse(flow, what, claimed, verdict.why);
    return this.#admit(verdict.username, claimed, flow, what);
  }

  #admit(username: string, claimed: string, flow: Flow, what: 'registration' | 'request'): Identity {
    const station = this.#options.stations.get(username);
    if (station === undefined) return this.refuse(flow, what, claimed, 'unknown user');
    if (username !== claimed) return this.refuse(flow, what, claimed, `the secret of extension ${username} was used`);
    if (!station.record.enabled) return this.refuse(flow, what, claimed, 'the extension is disabled');
    if (station.record.fixedAddress !== '')
      return this.refuse(flow, what, claimed, 'the extension has a fixed address');
    return { kind: 'station', station, fixed: false };
  }

  /** Refuses for the true reason that only the audit trail hears, and counts the attempt against its source. */
  refuse(flow: Flow, what: 'registration' | 'request', claimed: string, why: string): Identity {
    const last = this.#attempts.strike(flow.remoteAddress);
    const heldOff = last ? '; the source has used up its attempts and is held off' : '';
    this.#options.note({
      level: 'medium',
      actor: {
        user: claimed,
        sourceIp: flow.remoteAddress,
        application: 'SIP',
        context: what === 'registration' ? 'Registration' : 'Call set-up',
      },
      action: `${what} refused`,
      data: `Reason: ${why}; Transport: ${flow.transport}${heldOff}`,
    });
    return refused;
  }

  #challenge(claimed: string, status: 401 | 407, stale: boolean): Identity {
    const known = this.#options.stations.get(claimed)?.record.digestAlgorithms;
    const algorithms = known ?? this.#decoy.algorithmsFor(claimed);
    return { kind: 'challenge', status, headers: this.#digest.challenge(algorithms, status, stale) };
  }
}
