// Tests of the judgement of passkeys, against an authenticator that lies: each thing that must be right is wrong once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  challengeIn,
  judgeAnswer,
  judgeMade,
  type KeptPasskey,
  makeChallenge,
  passkeyPlace,
  printCreation,
  printRequest,
} from './passkeys.ts';
import { type Lie, SoftKey } from './testing.ts';

const place = { rpId: 'pbx.example.org', origin: 'https://pbx.example.org:8443' };
const whom = { loginId: 'anne', userName: 'Anne', systemName: 'Office' };

async function made(key: SoftKey): Promise<KeptPasskey> {
  const challenge = makeChallenge();
  const judged = await judgeMade(key.make(await printCreation(whom, [], challenge, place)), challenge, place);
  if (typeof judged === 'string') assert.fail(judged);
  return judged.kept;
}

test('a passkey that was made is kept, and its answer is taken', async () => {
  const key = new SoftKey(place.origin);
  const kept = await made(key);
  assert.deepEqual([kept.credentialId, kept.rpId], [key.id, place.rpId]);
  const challenge = makeChallenge();
  const answer = key.answer(printRequest([kept], challenge, place));
  assert.equal(challengeIn(answer.response.clientDataJSON), challenge);
  assert.deepEqual(await judgeAnswer(kept, 0, answer, challenge, place), { counter: 1, why: '' });
});

const lies: Readonly<Record<string, Lie>> = {
  'another origin': { origin: 'https://pbx.example.org.attacker.example' },
  'another port of the same host': { origin: 'https://pbx.example.org:9000' },
  'no HTTPS': { origin: 'http://pbx.example.org:8443' },
  'another relying party': { rpId: 'example.org' },
  'another challenge': { challenge: makeChallenge() },
  'no challenge': { challenge: '' },
  'a person who was not verified': { verified: false },
  'what was signed for something else': { type: 'payment.get' },
};

test('what is made or answered with anything wrong is refused', async () => {
  const key = new SoftKey(place.origin);
  const kept = await made(key);
  for (const [what, lie] of Object.entries(lies)) {
    const challenge = makeChallenge();
    const creation = await printCreation(whom, [], challenge, place);
    assert.equal(typeof (await judgeMade(key.make(creation, lie), challenge, place)), 'string', `made: ${what}`);
    const answer = key.answer(printRequest([kept], challenge, place), lie);
    assert.notEqual((await judgeAnswer(kept, 0, answer, challenge, place)).why, '', what);
  }
});

test('a count that does not rise, another key, a cut answer and nonsense are refused', async () => {
  const key = new SoftKey(place.origin);
  const kept = await made(key);
  const challenge = makeChallenge();
  const request = printRequest([kept], challenge, place);
  const good = key.answer(request, { counter: 7 });
  assert.equal((await judgeAnswer(kept, 6, good, challenge, place)).why, '');
  for (const counter of [7, 8]) assert.notEqual((await judgeAnswer(kept, counter, good, challenge, place)).why, '');
  const other = await made(new SoftKey(place.origin));
  assert.notEqual((await judgeAnswer({ ...kept, publicKey: other.publicKey }, 0, good, challenge, place)).why, '');
  const { response } = good;
  for (const [part, bytes] of Object.entries(response)) {
    if (typeof bytes !== 'string') continue;
    // What stands behind a signature is read past, and proves nothing.
    const longer = part === 'signature' ? [] : [`${bytes}AAAA`];
    for (const broken of [bytes.slice(0, -8), '', 'AAAA', ...longer]) {
      const answer = { ...good, response: { ...response, [part]: broken } };
      assert.notEqual((await judgeAnswer(kept, 0, answer, challenge, place)).why, '', `${part} ${broken.length}`);
    }
  }
  assert.equal(challengeIn('!'), '');
  assert.equal(challengeIn(Buffer.from('{"challenge":7}').toString('base64url')), '');
});

test('a page is where a passkey holds: under a name of ours, at a port of ours, and no address', () => {
  const names = ['pbx.example.org', 'LOCALHOST', '192.0.2.1', 'fd00::1'];
  const at = (host: string) => passkeyPlace(host, names, new Set([443, 8443]));
  assert.deepEqual(at('PBX.example.org:8443'), place);
  assert.deepEqual(at('pbx.example.org'), { rpId: 'pbx.example.org', origin: 'https://pbx.example.org' });
  assert.equal(at('localhost')?.rpId, 'localhost');
  for (const host of [
    '',
    'example.org',
    'x.pbx.example.org',
    '192.0.2.1',
    '[fd00::1]:8443',
    'pbx.example.org:9000',
    'a b',
  ])
    assert.equal(at(host), undefined, host);
});
