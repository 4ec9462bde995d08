// A REFER of a phone in its call (RFC 3515, RFC 5589): from an extension alone, about the other party of this call, one at a time.

import { no, ok, type Refusal, type Result } from '#base';
import { reasonPhrase, type ServerTransaction } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { noteRefused } from '../legs/barred.ts';
import { ANSWERED_ELSEWHERE } from '../legs/branch.ts';
import type { Leg } from '../legs/leg.ts';
import { otherSide } from '../media-policy/exchange.ts';
import { dialledFeature, isComplete } from '../numbering/feature-codes.ts';
import type { CallAttempt } from '../routing/attempt.ts';
import { decide, mayJoin } from '../routing/decide.ts';
import { dialledAsShown } from '../routing/meant.ts';
import { onBehalfOf } from '../services/own-lines.ts';
import type { Station } from '../stations/station.ts';
import type { FeatureContext } from './feature-context.ts';
import { readReferTo } from './refer-to.ts';
import { Referral } from './referral.ts';
import type { Replaced } from './replaces.ts';
import type { TaskCall } from './task.ts';
import { Transfer } from './transfer.ts';

export function takeRefer(context: FeatureContext, call: TaskCall, by: Leg, transaction: ServerTransaction): void {
  const { party } = by;
  const target = readReferTo(transaction.request);
  const stays = call.at(otherSide(by.side));
  const refuse = (status: number): void => transaction.respond(status, reasonPhrase(status), by.dialog.localTag);
  // Whoever comes by a trunk would choose whom the system calls, at its cost.
  if (party.kind !== 'station') return refuse(403);
  if (typeof target === 'number') return refuse(target);
  if (call.state !== 'talking' || call.at(by.side) !== by || stays === undefined) return refuse(491);
  const person = party.service === undefined ? party : onBehalfOf(party, transaction.request, context.tables(party));
  const referral = new Referral(by, transaction.request);
  const transfer = new Transfer(context, call, { by, person, stays }, { referral });
  if (!call.begin(transfer)) return refuse(491);
  const { localTag } = by.dialog;
  transaction.respond(202, 'Accepted', localTag, by.dialog.contact(by.contactUser) + referral.acceptance);
  const asked: Asked = { context, call, by, person, stays, transfer };
  const { replaces, dialled } = target;
  const begun = replaces === undefined ? toNumber(asked, dialled) : toDialog(asked, replaces);
  if (!begun.ok) transfer.refused(begun.refusal);
}

interface Asked {
  readonly context: FeatureContext;
  readonly call: TaskCall;
  readonly by: Leg;
  readonly person: Station;
  readonly stays: Leg;
  readonly transfer: Transfer;
}

const attemptOf = ({ context, person, stays }: Asked, dialled: string): CallAttempt => ({
  ...{
    caller: stays.party,
    shownNumber: stays.shown.number,
    dialled,
    transferredBy: person,
    atMs: context.clock.nowMs(),
  },
});

function toNumber(asked: Asked, dialled: string): Result<void> {
  const { context, call, by, person, transfer } = asked;
  const tables = context.tables(person);
  const feature = dialledFeature(dialled, tables.numbering);
  const isFromService = by.party.kind === 'station' && by.party.service !== undefined;
  // Places are for phones: a service, and whoever it acts for, parks nothing.
  if (!isFromService && feature?.code === 'park' && isComplete(feature)) return toPlace(asked, feature.digits);
  const attempt = attemptOf(asked, dialled);
  const decision = decide(attempt, tables);
  if (!decision.ok) {
    const shown = dialledAsShown(dialled, tables.numbering);
    noteRefused(context, { id: call.id, dialled: shown, address: by.flow.remoteAddress }, attempt, decision.refusal);
    return decision;
  }
  if (decision.value.kind === 'feature') return no(callCodes.refuse('calls.no-rule'));
  // From a service nobody is where its number, or its person, says.
  const isEmergency = decision.value.kind === 'outgoing' && decision.value.outgoing.isEmergency;
  if (isFromService && isEmergency) return no(callCodes.refuse('calls.no-rule'));
  transfer.toNumber(decision.value, attempt);
  return ok(undefined);
}

/** Without the number of a place it is that of the own extension. */
function toPlace({ context, call, by, person, transfer }: Asked, place: string): Result<void> {
  call.finish(transfer);
  const done = (): void => transfer.accepted();
  return context.parking.park({ call, by, person, done }, place === '' ? person.number : place);
}

/** Of another's call it is not even said that there is one. */
const noDialog = (): Refusal => callCodes.refuse('calls.no-such-call');

function toDialog(asked: Asked, replaced: Replaced): Result<void> {
  const { context, call, person, transfer } = asked;
  const named = context.directory.ofDialog(replaced);
  if (named === undefined || named.call === call || named.leg.party !== person) return no(noDialog());
  const { call: other, leg } = named;
  if (other.state === 'setup') return toRinging(asked, other, leg);
  const party = other.at(otherSide(leg.side));
  if (other.state !== 'talking' || party === undefined) return no(noDialog());
  const allowed = mayJoin(attemptOf(asked, ''), context.tables(person), party.party);
  if (!allowed.ok) return allowed;
  if (!other.begin(transfer)) return no(callCodes.refuse('calls.not-taken', { why: 'it is being transferred' }));
  transfer.toParty(other, party);
  return ok(undefined);
}

/** Nobody has answered there yet: that call is taken back, and the same number is called for who is transferred. */
function toRinging(asked: Asked, other: TaskCall, leg: Leg): Result<void> {
  if (leg !== other.callerLeg) return no(noDialog());
  const { asked: dialled } = other;
  other.takeBack(ANSWERED_ELSEWHERE);
  return toNumber(asked, dialled);
}
