// The signature of a webhook, against the example of the Standard Webhooks' own libraries.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#base';
import { webhookSignature } from './webhook-signature.ts';

test('a signature is that of the standard, and depends on every part', () => {
  const secret = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const body = '{"test": 2432232314}';
  const known = webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body);
  assert.equal(known, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  for (const other of [
    webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJel', 1_614_265_330, body),
    webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_331, body),
    webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, `${body} `),
    webhookSignature(
      new Secret('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      body,
    ),
  ])
    assert.notEqual(other, known);
});
