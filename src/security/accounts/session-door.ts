// The door that a session opens: who it is that shows one, with the rights of this moment; and every way for it to end.

import { type Clock, type Log, no, ok, type Result } from '#base';
import type { AuditTrail } from '#records';
import type { SessionRow, Storage } from '#storage';
import { noRights } from '../access/rights.ts';
import type { Actor } from '../actor.ts';
import type { FactorBook } from '../factors/factor-book.ts';
import { securityCodes } from '../security.codes.ts';
import type { ActiveSession, LoggedIn, SessionView, Shown } from '../sessions/session.ts';
import { isCsrf, type Sessions } from '../sessions/sessions.ts';
import type { SessionRecord } from '../sessions/sessions.view.ts';
import { csrfOf } from '../sessions/token.ts';
import { isTool, type Tool, toolTitles } from '../sessions/tool.ts';
import { csrfFact, endedFact, loginActor, logoutFact } from './facts.ts';
import { type People, rightsOf } from './people.ts';
import type { Profile } from './profile-fields.ts';
import { accountExpiresInDays, passwordExpiresInDays } from './states.ts';
import type { AccountWatch } from './watch.ts';
import type { Writer } from './writer.ts';

export interface SessionDoorParts {
  readonly people: People;
  readonly factors: FactorBook;
  readonly sessions: Sessions;
  readonly watch: AccountWatch;
  readonly writer: Writer;
  readonly storage: Pick<Storage, 'sessions' | 'transaction'>;
  readonly trail: Pick<AuditTrail, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A session that holds, and whose it is. */
export interface Found {
  readonly row: SessionRow;
  readonly profile: Profile;
}

export class SessionDoor {
  readonly #parts: SessionDoorParts;

  constructor(parts: SessionDoorParts) {
    this.#parts = parts;
  }

  /** The session that is shown, while it holds for what its account may do. */
  find(shown: Shown): Result<Found> {
    const { sessions, people, watch } = this.#parts;
    const row = sessions.find(shown);
    const profile = row && people.profiles.get(row.loginId);
    if (row !== undefined && profile !== undefined && watch.holds(row)) return ok({ row, profile });
    if (row !== undefined && !watch.isRotating(row)) sessions.end([row], 'its account was changed');
    return no(securityCodes.refuse('security.no-session'));
  }

  /** As `find`, for a request; one that `changes` something must show the CSRF token. */
  open(shown: Shown, changes: boolean): Result<ActiveSession> {
    const found = this.find(shown);
    if (!found.ok) return found;
    const { row, profile } = found.value;
    if (changes && !isCsrf(shown)) {
      this.#parts.trail.note(csrfFact(this.#actorOf(found.value, 'Sessions'), row));
      return no(securityCodes.refuse('security.csrf'));
    }
    return ok({
      session: this.view(row, profile, shown.token),
      actor: (context) => this.#actorOf(found.value, context),
      onEnd: (ended) => this.#parts.sessions.onEnd(row, ended),
    });
  }

  view(row: SessionRow, profile: Profile, token: string): SessionView {
    const { people, sessions, factors, clock } = this.#parts;
    const { settings } = people;
    const { id, loginId, startedAtMs, lastLoginAtMs, lastLoginFrom, failuresSince } = row;
    return {
      ...{ id, loginId, startedAtMs, lastLoginAtMs, lastLoginFrom, failuresSince },
      userName: profile.userName,
      tool: toolOf(row),
      policy: profile.adminPolicy,
      csrf: csrfOf(token),
      endsAtMs: sessions.endsAtMs(row),
      inactivityMinutes: settings.userSessionInactivityMinutes,
      passwordExpiresInDays: passwordExpiresInDays(people.standing(profile), settings, clock.nowMs()),
      accountExpiresInDays: accountExpiresInDays(profile, settings, clock.nowMs()),
      mustEnrol: people.mustEnrol(profile),
      factorChanges: factors.changes(loginId, lastLoginAtMs, startedAtMs),
    };
  }

  /** Ends the session at once; refused only when that could not be recorded. */
  async logout(shown: Shown): Promise<Result<void>> {
    const found = this.find(shown);
    if (!found.ok) return found;
    const { row } = found.value;
    const actor = loginActor(row.loginId, toolOf(row), { address: row.source, agent: row.agent });
    return this.#end(row, 'logged out', logoutFact(actor, row));
  }

  /** Ends a session by its public id; on record with it. */
  async endById(actor: Actor, id: string): Promise<Result<void>> {
    const row = this.#parts.sessions.rows.find((one) => one.id === id);
    if (row === undefined) return no(securityCodes.refuse('security.no-such-session', { id: id.slice(0, 40) }));
    const why = `ended by ${actor.user}`;
    return this.#end(row, why, endedFact(actor, row, why));
  }

  async #end(row: SessionRow, why: string, fact: ReturnType<typeof logoutFact>): Promise<Result<void>> {
    const { sessions, storage, writer } = this.#parts;
    sessions.end([row], why);
    const also: Parameters<Writer['write']>[0]['also'] = (tx) => storage.sessions.delete(tx, [row.tokenHash]);
    const recorded = await writer.write({ facts: [fact], also });
    return recorded ? ok(undefined) : no(securityCodes.refuse('security.not-recorded'));
  }

  /** The session under another token, after its password was changed. */
  async rotate(row: SessionRow): Promise<Result<LoggedIn>> {
    const { people, sessions, storage, log } = this.#parts;
    const profile = people.profiles.get(row.loginId);
    try {
      if (profile !== undefined) {
        const fresh = await storage.transaction((tx) => sessions.rewrite(tx, row, people.stamp(profile)));
        sessions.replace(row, fresh);
        return ok({ token: fresh.token, session: this.view(fresh.row, profile, fresh.token) });
      }
    } catch (fault) {
      log.fault('a session could not go on after its password was changed', fault);
    }
    sessions.end([row], 'its password was changed');
    return no(securityCodes.refuse('security.no-session'));
  }

  /** Who must set up a second factor first has no right to anything until then. */
  #actorOf({ row, profile }: Found, context: string): Actor {
    const tool = toolOf(row);
    const rights = this.#parts.people.mustEnrol(profile) ? noRights : rightsOf(profile, tool);
    const { loginId: user } = profile;
    return { user, sourceIp: row.source, application: toolTitles[tool], context, rights, session: row.id };
  }

  /** The records of the view of sessions, as `actor` sees them. */
  records(actor: Actor): readonly SessionRecord[] {
    const { sessions, watch } = this.#parts;
    return sessions.rows.filter((row) => watch.holds(row)).map((row) => recordOf(row, actor));
  }
}

/** A tool that this version does not know comes from a newer one's database, and opens nothing. */
export const toolOf = ({ tool }: SessionRow): Tool => (isTool(tool) ? tool : 'desktop');

const recordOf = (row: SessionRow, actor: Actor): SessionRecord => ({
  id: row.id,
  user: row.loginId,
  tool: toolTitles[toolOf(row)],
  from: row.source,
  browser: row.agent,
  started: momentOf(row.startedAtMs),
  lastUsed: momentOf(row.usedAtMs),
  thisOne: row.id === actor.session,
});

const momentOf = (atMs: number): string => Temporal.Instant.fromEpochMilliseconds(atMs).toString();
