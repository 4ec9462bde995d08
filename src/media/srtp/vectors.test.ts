// SRTP against the published examples: RFC 3711 appendix B, RFC 6188 §7, RFC 7714 §16 and §17.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suiteNamed } from '../suites.ts';
import { CounterMode } from './counter-mode.ts';
import { derivedBytes, deriveKeys, type SessionKeys } from './derive.ts';
import { keyedTransform } from './make-transform.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const suite = (name: string) => suiteNamed(name) ?? assert.fail();

function checkKeyStream(key: string, blocks: Readonly<Record<number, string>>): void {
  const mode = new CounterMode(hex(key), hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'));
  for (const [first, expected] of Object.entries(blocks)) {
    const stream = mode.keyStream(Number(first), expected.length / 32, 0, 0, 0);
    assert.equal(stream.toString('hex'), expected.toLowerCase(), `block ${first}`);
  }
}

test('RFC 3711 B.2: AES-CM key stream', () => {
  checkKeyStream('2B7E151628AED2A6ABF7158809CF4F3C', {
    0: 'E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0',
    65279: 'EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44',
  });
});

test('RFC 6188 7.1 and 7.3: key streams of AES-256 and AES-192', () => {
  checkKeyStream('57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98', {
    0: '92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31',
    65279: 'cea518c90fd91ced9cbb18c078a547113dbc4814f4da5f00a08772b63c6a046d6eb246913062a16891433e97dd01a57f',
  });
  checkKeyStream('eab234764e517b2d3d160d587d8c86219740f65f99b6bcf7', {
    0: '35096cba4610028dc1b57503804ce37c5de986291dcce161d5165ec4568f5c9a474a40c77894bc17180202272a4c264d',
    65279: 'd108d1a31a00bad6367ec23eb044b415c8f57129fdeb970b59f917b257662d4ca5dab625811034e8cebdfeb6dc158dd3',
  });
});

function checkKeys(name: string, master: string, cipher: string, salt: string, authentication: string): void {
  const { rtp } = deriveKeys(suite(name), hex(master));
  assert.equal(rtp.cipher.toString('hex'), cipher.toLowerCase());
  assert.equal(rtp.salt.toString('hex'), salt.toLowerCase());
  assert.equal(rtp.authentication.toString('hex'), authentication.toLowerCase());
}

test('RFC 3711 B.3: key derivation', () => {
  const master = 'E1F97A0D3E018BE0D64FA32C06DE4139';
  const salt = '0EC675AD498AFEEBB6960B3AABE6';
  checkKeys(
    'AES_CM_128_HMAC_SHA1_80',
    master + salt,
    'C61E7A93744F39EE10734AFE3FF7A087',
    '30CBBC08863D8C85D49DB34A9AE1',
    'CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4',
  );
  assert.equal(
    derivedBytes(hex(master), hex(salt), 1, 94).toString('hex'),
    `cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef72270986371c10c9a36
     9ac2f94a8c5fbcdddc256d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2`.replaceAll(/\s/g, ''),
  );
});

test('RFC 6188 7.2 and 7.4: key derivation with AES-256 and AES-192', () => {
  checkKeys(
    'AES_256_CM_HMAC_SHA1_80',
    'f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b63b04803de51ee7c96423ab5b78d2',
    '5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4',
    'fa31791685ca444a9e07c6c64e93',
    'fd9c32d39ed5fbb5a9dc96b30818454d1313dc05',
  );
  checkKeys(
    'AES_192_CM_HMAC_SHA1_80',
    '73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1c8522f3acd4ce86d5add78edbb11',
    '31874736a8f1143870c26e4857d8a5b2c4a354407faadabb',
    '2372b82d639b6d8503a47adc0a6c',
    '355b10973cd95b9eacf4061c7e1a7151e7cfbfcb',
  );
});

const rtp = hex('8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573');
const rtcp = hex(`81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61
                  deadbeefdeadbeefdeadbeefdeadbeefdeadbeef`);

const examples = [
  {
    name: 'AEAD_AES_128_GCM',
    key: '000102030405060708090a0b0c0d0e0f',
    srtp: `8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833
           899d7f27beb16a9152cf765ee4390cce`,
    srtcp: `81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b
            c84aa45896cf4d2fc5abf87245d9eade800005d4`,
  },
  {
    name: 'AEAD_AES_256_GCM',
    key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    srtp: `8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3
           db36dfffd6b0f9bb7878d7a76c13`,
    srtcp: `81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad
            1d1eb30c4446839f57ff6f6cb26ac3be800005d4`,
  },
] as const;

function gcm(name: string, key: string) {
  const one = { cipher: hex(key), salt: hex('517569642070726f2071756f'), authentication: Buffer.alloc(0) };
  const keys: SessionKeys = { rtp: one, rtcp: one };
  return keyedTransform(suite(name), keys, Buffer.alloc(0));
}

for (const { name, key, srtp, srtcp } of examples) {
  test(`RFC 7714 16: SRTP with ${name}`, () => {
    const transform = gcm(name, key);
    assert.deepEqual(transform.sealRtp(rtp, 12, 0), hex(srtp));
    assert.deepEqual(transform.openRtp(hex(srtp), 12, 0), rtp);
  });

  test(`RFC 7714 17: SRTCP with ${name}`, () => {
    const transform = gcm(name, key);
    assert.deepEqual(transform.sealRtcp(rtcp, 0x800005d4), hex(srtcp));
    assert.equal(hex(srtcp).readUInt32BE(transform.rtcpIndexAt(hex(srtcp).length)), 0x800005d4);
    assert.deepEqual(transform.openRtcp(hex(srtcp), 0x800005d4), rtcp);
  });
}

test('RFC 7714 17.3: SRTCP that is authenticated only', () => {
  const tagged = Buffer.concat([rtcp, hex('841dd9683dd78ec92ae58790125f62b3000005d4')]);
  const transform = gcm('AEAD_AES_128_GCM', examples[0].key);
  assert.deepEqual(transform.sealRtcp(rtcp, 0x5d4), tagged);
  assert.deepEqual(transform.openRtcp(tagged, 0x5d4), rtcp);
});
