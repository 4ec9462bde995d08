// One order, from the directory to the certificate (RFC 8555 §7.4): each step told, each failure with its step and its reason.

import { isIP } from 'node:net';
import { type Clock, limits, no, ok } from '#base';
import type { SealedValues } from '../kept.ts';
import { type AccountWish, forgetAccount, openAccount } from './account.ts';
import { acmeCodes } from './acme.codes.ts';
import { type Authorization, type Challenge, type Order, readAuthorization, readOrder } from './answers.ts';
import { checkIssued, type Issued, makeRequest } from './issuance.ts';
import { readProblem, wordsOf } from './problems.ts';
import { httpProof, type ShowProof, tlsProof } from './proofs.ts';
import { type AcmeAnswer, type AcmeResult, type AcmeServer, broken, retryAfterMs, type Signer } from './server.ts';

export interface OrderWish extends AccountWish {
  /** Host names and addresses. */
  readonly names: readonly string[];
  readonly challenge: 'http-01' | 'tls-alpn-01';
  /** The identifier of the certificate that this one follows (RFC 9773 §5); blank: none. */
  readonly replaces: string;
}

export interface OrderParts {
  readonly server: AcmeServer;
  readonly values: SealedValues;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  readonly showProof: ShowProof;
  /** Told what is done, step by step. */
  readonly tell: (words: string) => void;
}

/** Orders a certificate, proves each name, and returns what was issued, checked, with its key. */
export async function order(parts: OrderParts, wish: OrderWish): Promise<AcmeResult<Issued>> {
  const first = await orderOnce(parts, wish);
  if (first.ok) return first;
  const { problem } = first.refusal;
  if (problem === 'accountDoesNotExist') {
    parts.tell('The authority does not know the account any more: another one is opened');
    await forgetAccount(parts.values);
    return await orderOnce(parts, wish);
  }
  if (wish.replaces === '' || !aboutReplacing.includes(problem ?? '')) return first;
  parts.tell('The authority does not take this as a renewal: it is ordered as a new one');
  return await orderOnce(parts, { ...wish, replaces: '' });
}

/** What authorities answer to an order that names a certificate which they do not know, or which was replaced before. */
const aboutReplacing: readonly string[] = ['alreadyReplaced', 'malformed'];

async function orderOnce(parts: OrderParts, wish: OrderWish): Promise<AcmeResult<Issued>> {
  const { server, values, tell } = parts;
  tell(`Reading the directory ${wish.directoryUrl}`);
  const directory = await server.directory();
  if (!directory.ok) return directory;
  tell('Opening the account');
  const account = await openAccount(server, wish, values);
  if (!account.ok) return account;
  tell(`Placing the order for ${wish.names.join(', ')}`);
  const { newOrder, renewalInfo } = directory.value;
  const placed = await place(server, newOrder, account.value, renewalInfo === '' ? { ...wish, replaces: '' } : wish);
  if (!placed.ok) return placed;
  for (const url of placed.value.order.authorizations) {
    const proved = await prove(parts, wish, account.value, url);
    if (!proved.ok) return proved;
  }
  return await finish(parts, wish, account.value, placed.value);
}

interface Placed {
  readonly url: string;
  readonly order: Order;
}

async function place(
  server: AcmeServer,
  newOrder: string,
  signer: Signer,
  wish: OrderWish,
): Promise<AcmeResult<Placed>> {
  const step = 'placing the order';
  const identifiers = wish.names.map((name) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }));
  const payload = { identifiers, ...(wish.replaces === '' ? {} : { replaces: wish.replaces }) };
  const answer = await server.post(step, newOrder, signer, payload);
  if (!answer.ok) return answer;
  const order = readOrder(answer.value.text);
  const { location = '' } = answer.value.headers;
  if (order === undefined || location === '') return broken(step, 'it is no order');
  return ok({ url: location, order });
}

/** Shows what the authority wants to see of one name until it has seen it. */
async function prove(parts: OrderParts, wish: OrderWish, signer: Signer, url: string): Promise<AcmeResult<void>> {
  const asked = await authorization(parts, signer, url);
  if (!asked.ok) return asked;
  const { status, name, challenges } = asked.value;
  if (status === 'valid') {
    parts.tell(`${name} is proved already`);
    return ok(undefined);
  }
  if (!wish.names.includes(name)) return broken('proving the names', `it asks for ${name}, which was not ordered`);
  const challenge = challenges.find(({ type }) => type === wish.challenge);
  if (challenge === undefined || !/^[A-Za-z0-9_-]{16,500}$/.test(challenge.token)) {
    const offered = challenges.map(({ type }) => type.slice(0, 30)).join(', ') || 'none';
    return no(acmeCodes.refuse('security.acme-challenge-missing', { name, challenge: wish.challenge, offered }));
  }
  parts.tell(`Proving ${name} by ${wish.challenge}`);
  return await show(parts, signer, { name, url, challenge });
}

interface Proving {
  readonly name: string;
  /** Of the authorization. */
  readonly url: string;
  readonly challenge: Challenge;
}

async function show(parts: OrderParts, signer: Signer, { name, url, challenge }: Proving): Promise<AcmeResult<void>> {
  const { server, clock, showProof } = parts;
  const { type, token } = challenge;
  const proof =
    type === 'http-01' ? httpProof(token, signer.key) : await tlsProof(name, token, signer.key, clock.nowMs());
  const shown = await showProof(proof);
  if (!shown.ok) return shown;
  try {
    const ready = await server.post(`proving ${name}`, challenge.url, signer, {});
    return ready.ok ? await proved(parts, signer, name, url) : ready;
  } finally {
    shown.value();
  }
}

async function proved(parts: OrderParts, signer: Signer, name: string, url: string): Promise<AcmeResult<void>> {
  const step = `proving ${name}`;
  const ended = await poll(parts, step, async () => {
    const now = await authorization(parts, signer, url);
    if (!now.ok) return now;
    return ok({
      value: now.value,
      isOver: !['pending', 'processing'].includes(now.value.status),
      answer: now.value.answer,
    });
  });
  if (!ended.ok) return ended;
  if (ended.value.status === 'valid') return ok(undefined);
  const failed = ended.value.challenges.find(({ error }) => error !== undefined)?.error ?? {};
  const why = wordsOf({ ...readProblem(failed), status: 0 }).replace(/^status 0\.$/, 'it does not say why.');
  return no(acmeCodes.refuse('security.acme-challenge-failed', { name, why }));
}

async function authorization(
  { server }: OrderParts,
  signer: Signer,
  url: string,
): Promise<AcmeResult<Authorization & { readonly answer: AcmeAnswer }>> {
  const step = 'proving the names';
  const answer = await server.post(step, url, signer);
  if (!answer.ok) return answer;
  const read = readAuthorization(answer.value.text);
  return read === undefined ? broken(step, 'it is no authorization') : ok({ ...read, answer: answer.value });
}

async function finish(parts: OrderParts, wish: OrderWish, signer: Signer, placed: Placed): Promise<AcmeResult<Issued>> {
  const { server, clock, tell } = parts;
  const ready = await orderThat(parts, signer, placed.url, 'waiting for the order', ['pending']);
  if (!ready.ok) return ready;
  tell('Making a key and asking for the certificate');
  const request = await makeRequest(wish.names);
  const sent = await server.post('asking for the certificate', ready.value.finalize, signer, { csr: request.csr });
  if (!sent.ok) return sent;
  const step = 'waiting for the certificate';
  const done = await orderThat(parts, signer, placed.url, step, ['ready', 'processing', 'pending']);
  if (!done.ok) return done;
  tell('Fetching the certificate');
  const accept = 'application/pem-certificate-chain';
  const answer = await server.post('fetching the certificate', done.value.certificate, signer, undefined, accept);
  if (!answer.ok) return answer;
  const issued = checkIssued(answer.value.text, request, wish.names, clock.nowMs());
  if (typeof issued !== 'string') return ok(issued);
  return no(acmeCodes.refuse('security.acme-wrong-certificate', { why: issued }));
}

/** The order, once its status is none of `passing`; refused when it became invalid. */
async function orderThat(
  parts: OrderParts,
  signer: Signer,
  url: string,
  step: string,
  passing: readonly string[],
): Promise<AcmeResult<Order>> {
  const ended = await poll(parts, step, async () => {
    const answer = await parts.server.post(step, url, signer);
    if (!answer.ok) return answer;
    const value = readOrder(answer.value.text);
    if (value === undefined) return broken(step, 'it is no order');
    return ok({ value, isOver: !passing.includes(value.status), answer: answer.value });
  });
  if (!ended.ok || ended.value.status !== 'invalid') return ended;
  const why = wordsOf({ ...readProblem(ended.value.error ?? {}), status: 0 }).replace(
    /^status 0\.$/,
    'it does not say why.',
  );
  return no(acmeCodes.refuse('security.acme-server', { step, why }));
}

interface Look<T> {
  readonly value: T;
  readonly isOver: boolean;
  readonly answer: AcmeAnswer;
}

/** Looks until it is over, as often as the server wishes, and no longer than may be. */
async function poll<T>(
  { clock, wait }: OrderParts,
  step: string,
  look: () => Promise<AcmeResult<Look<T>>>,
): Promise<AcmeResult<T>> {
  for (let waitedMs = 0; ; ) {
    const now = await look();
    if (!now.ok) return now;
    if (now.value.isOver) return ok(now.value.value);
    if (waitedMs >= limits.acme.waitMs) {
      const minutes = limits.acme.waitMs / 60_000;
      return no(acmeCodes.refuse('security.acme-too-slow', { step, minutes }));
    }
    const wishedMs = retryAfterMs(now.value.answer.headers['retry-after'], clock.nowMs()) ?? limits.acme.pollMs;
    const pauseMs = Math.min(limits.acme.mostPollMs, Math.max(limits.acme.pollMs / 2, wishedMs));
    waitedMs += pauseMs;
    await wait(pauseMs);
  }
}
