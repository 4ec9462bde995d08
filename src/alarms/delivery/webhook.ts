// Alarms by webhook: one POST of JSON for each event, signed (Standard Webhooks). docs/events.md is for who receives it.

import { type Clock, no, ok, type Result, type Secret } from '#base';
import type { HttpFetch, OutboundTls } from '#outbound';
import { webhookSignature } from '#security';
import type { Notice } from '../alarm.ts';
import { alarmsCodes } from '../alarms.codes.ts';
import { momentOf } from './words.ts';

export interface Hook {
  readonly url: string;
  readonly secret: Secret;
  readonly tls: OutboundTls;
  readonly system: string;
}

const timeoutMs = 15_000;
const mostAnswerBytes = 65_536;

/** Sends one event. A status from 200 to 299 means that it has arrived. */
export async function postNotice(hook: Hook, notice: Notice, fetch: HttpFetch, clock: Clock): Promise<Result<void>> {
  const body = JSON.stringify(eventOf(notice, hook.system));
  const atSeconds = Math.floor(clock.nowMs() / 1_000);
  const answer = await fetch({
    ...{ url: hook.url, method: 'POST', body, timeoutMs, mostBytes: mostAnswerBytes, tls: hook.tls, mayBeLocal: true },
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Ringfence',
      'webhook-id': notice.id,
      'webhook-timestamp': String(atSeconds),
      'webhook-signature': webhookSignature(hook.secret, notice.id, atSeconds, body),
    },
  });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status >= 200 && status < 300) return ok(undefined);
  return no(alarmsCodes.refuse(isFinal(status) ? 'alarms.webhook-rejected' : 'alarms.webhook-refused', { status }));
}

/** What was sent is not what the receiver takes, and never will be (RFC 9110 §15.5). */
const isFinal = (status: number): boolean => status === 400 || status === 413 || status === 415 || status === 422;

/** What docs/events.md promises; names are only ever added. */
export function eventOf({ number: sequence, id, kind, atMs, alarm }: Notice, system: string) {
  const { number, id: condition, severity, worst, words, remedy, form, times, acknowledgedBy } = alarm;
  return {
    type: `alarm.${kind}`,
    timestamp: momentOf(atMs),
    data: {
      ...{ system, id, sequence, alarm: number, condition, severity, worst, words, remedy, form, times },
      raisedAt: momentOf(alarm.raisedAtMs),
      acknowledgedAt: momentOf(alarm.acknowledgedAtMs),
      acknowledgedBy,
      clearedAt: momentOf(alarm.clearedAtMs),
    },
  };
}
