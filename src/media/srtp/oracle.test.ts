// SRTP both ways against werift-rtp, an implementation of its own, which knows two of the suites.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { RtpHeader, RtpPacket, SrtcpSession, SrtpSession } from 'werift-rtp';
import { suiteNamed } from '../suites.ts';
import { SrtpReceiver } from './receiver.ts';
import { SrtpSender } from './sender.ts';

const profiles = [
  { name: 'AES_CM_128_HMAC_SHA1_80', profile: 1 },
  { name: 'AEAD_AES_128_GCM', profile: 7 },
] as const;

for (const { name, profile } of profiles) {
  const suite = suiteNamed(name) ?? assert.fail();
  const key = randomBytes(suite.keyBytes + suite.saltBytes);
  const master = { key: key.subarray(0, suite.keyBytes), salt: key.subarray(suite.keyBytes) };
  const config = {
    profile,
    keys: {
      localMasterKey: master.key,
      localMasterSalt: master.salt,
      remoteMasterKey: master.key,
      remoteMasterSalt: master.salt,
    },
  };

  test(`SRTP with ${name}, over two roll-overs`, () => {
    const oracle = new SrtpSession(config);
    const sender = new SrtpSender(suite, key);
    const receiver = new SrtpReceiver(suite, key);
    // Without a gap around a roll-over, where the other implementation looks for neighbours.
    const step = (index: number) => (index % 65536 > 65_000 || index % 65536 < 200 ? 1 : 251);
    for (let index = 100; index < 2 * 65536 + 2_000; index += step(index)) {
      const header = new RtpHeader({
        sequenceNumber: index % 65536,
        timestamp: index,
        ssrc: 0xcafe1234,
        payloadType: 8,
      });
      const clear = new RtpPacket(header, randomBytes(index % 200)).serialize();
      const ours = sender.protectRtp(clear) ?? assert.fail(`not protected: ${index}`);
      assert.deepEqual(ours, oracle.encrypt(clear.subarray(12), header), `packet ${index}`);
      assert.deepEqual(receiver.unprotectRtp(ours), clear);
      assert.deepEqual(oracle.decrypt(ours), clear);
    }
  });

  test(`SRTCP with ${name}`, () => {
    const oracle = new SrtcpSession(config);
    const sender = new SrtpSender(suite, key);
    const receiver = new SrtpReceiver(suite, key);
    for (let count = 0; count < 50; count++) {
      const report = Buffer.concat([Buffer.from('81c8000ccafe1234', 'hex'), randomBytes(44)]);
      const theirs = oracle.encrypt(report);
      assert.deepEqual(receiver.unprotectRtcp(theirs), report);
      assert.deepEqual(oracle.decrypt(sender.protectRtcp(report) ?? assert.fail()), report);
    }
  });
}
