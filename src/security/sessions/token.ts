// Tokens of sessions: random, kept as a hash alone; the CSRF token is made from them, so that nothing else is kept.

import { createHmac, hash } from 'node:crypto';
import { randomKey } from '#base';

const tokenBytes = 32;
const form = /^[A-Za-z0-9_-]{43}$/;

export const makeToken = (): string => randomKey(tokenBytes).toString('base64url');

/** What is kept of a token: from 256 bits of chance, no more than a hash is needed. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url');

export const isToken = (text: string): boolean => form.test(text);

/** Only who has the token can make it, and the page, which has no access to the token, is told it. */
export const csrfOf = (token: string): string =>
  createHmac('sha256', token).update('ringfence csrf 1').digest('base64url');
