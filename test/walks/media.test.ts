// Walks of the media policy: which calls are encrypted, which are refused, and what each side is told. Keys never reach a
// leg without TLS: the world looks at every byte that is sent there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header, type TransportName } from '#sip';
import { answerSdp, type Media, mediaOf, sdp } from './sdp.ts';
import { type Secured, securedOffices } from './steps.ts';

interface Case extends Secured {
  readonly offer: Media;
}

interface Expected {
  /** What the called phone is offered: undefined when it does not ring. */
  readonly rings: Media | undefined;
  /** Why the call is refused. */
  readonly why: string;
}

/** The whole policy in a few lines: what the table below must come to, written down once more and independently. */
function expected({ caller, called, from, to, offer }: Case): Expected {
  const isRequired = caller === 'required' || called === 'required';
  const refused = (why: string): Expected => ({ rings: undefined, why });
  const ends = [
    ['201', caller, from],
    ['202', called, to],
  ] as const;
  let barred = '';
  for (const [number, policy, transport] of ends) {
    if (policy === 'none') barred ||= `extension ${number} is set to no SRTP`;
    if (transport !== 'TLS') barred ||= `extension ${number} does not use SIP over TLS, so keys would be readable`;
  }
  if (isRequired && barred !== '') return refused(`The call must be encrypted: ${barred}`);
  if (isRequired && offer === 'plain') return refused('The call must be encrypted: the phone does not offer SRTP');
  if (barred === '' || offer === 'plain') return { rings: offer, why: '' };
  if (offer === 'srtp') return refused(`The phone demands SRTP and this call cannot have it: ${barred}`);
  return { rings: 'plain', why: '' };
}

const policies: readonly Secured['caller'][] = ['required', 'preferred', 'none'];
const transports: readonly TransportName[] = ['TLS', 'UDP'];
const medias: readonly Media[] = ['srtp', 'either', 'plain'];
const cases: readonly Case[] = policies.flatMap((caller) =>
  policies.flatMap((called) =>
    transports.flatMap((from) =>
      transports.flatMap((to) => medias.map((offer) => ({ caller, called, from, to, offer }))),
    ),
  ),
);

for (const one of cases) {
  const { caller, called, from, to, offer } = one;
  test(`${caller} over ${from} calls ${called} over ${to}, offering ${offer}`, () => {
    const { world, alice, bob } = securedOffices(one);
    const { rings, why } = expected(one);
    const out = alice.call('202', sdp({ media: offer }));
    assert.equal(bob.offered.length, rings === undefined ? 0 : 1);
    if (rings === undefined) {
      const answer = out.take(488);
      assert.equal(answer.get(Header.Warning), `399 ringfence "${why}"`);
      assert.equal(answer.get(Header.Reason), `SIP;cause=488;text="${why}"`);
      assert.deepEqual([world.record.cause, world.record.secure], [why, 'never']);
      return world.end(1);
    }
    const back = bob.incoming();
    assert.equal(mediaOf(back.invited?.body ?? ''), rings);
    back.answer(200, answerSdp({ media: rings }));
    assert.equal(mediaOf(out.take(200).body), rings);
    out.ack();
    out.bye();
    assert.equal(world.record.secure, rings === 'plain' ? 'never' : 'throughout');
    assert.equal(world.record.called.srtpSuite, rings === 'plain' ? '' : 'AEAD_AES_256_GCM');
    world.end(1);
  });
}
