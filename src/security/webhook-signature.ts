// The signature of a webhook (Standard Webhooks, https://www.standardwebhooks.com): HMAC-SHA256 over its id, its time and its body.

import { createHmac } from 'node:crypto';
import type { Secret } from '#base';

const prefix = 'whsec_';

/**
 * The value of the header `webhook-signature`: "v1," and the code in base64. `atSeconds`: since 1970 UTC, as in the header
 * `webhook-timestamp`. A secret that begins with "whsec_" is base64 after that; any other is the key as it is.
 */
export function webhookSignature(secret: Secret, id: string, atSeconds: number, body: string): string {
  const text = secret.reveal();
  const key = text.startsWith(prefix) ? Buffer.from(text.slice(prefix.length), 'base64') : Buffer.from(text);
  return `v1,${createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64')}`;
}
