// Hot desking with a real phone as the desk, and busy lamps before and after the node was killed, over TLS with SRTP demanded.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Handset } from '#handset';
import { freePort } from '../node.ts';
import type { Baresip } from './baresip.ts';
import { FeatureHouse, hears, isSecure, patienceMs, taken } from './feature-house.ts';

const tones = { own: 400, desk: 440, bob: 620 } as const;
const pin = '492715';
const bobSecret = 'secret-of-both-phones-of-it';
/** A built-in phone tries again after up to 30 seconds. */
const restartMs = 45_000;

let house: FeatureHouse;
let own: Handset;
let desk: Baresip;
let bob: Baresip;

before(async () => {
  house = await FeatureHouse.open([
    'system-options.hotDesking=yes',
    // The same after a restart.
    `network-listeners.sip-tls.port=${await freePort()}`,
  ]);
  const classes = [
    { number: 2, busyLamps: true },
    { number: 3, hotDeskLogin: true },
  ];
  await house.add(...classes.map((patch) => ({ form: 'class-of-service', patch })));
  const of = (service: number) => ({ dayService: service, night1Service: service, night2Service: service });
  [own, desk, bob] = await Promise.all([
    house.handset('7231500', tones.own, { extension: { ...of(2), hotDeskUser: true, pin } }),
    house.baresip('7231501', tones.desk, { extension: of(3) }),
    house.baresip('7231502', tones.bob, { extension: { sipSecret: bobSecret } }),
  ]);
  // Who may pick up somebody's calls sees with whom they talk, and whether they hold.
  await house.add({ form: 'pickup-groups', patch: { number: '1', name: 'All', members: [own.number, bob.number] } });
});

after(() => house?.close());
afterEach(() => house.clear());

test('who logs in at a baresip is called there and at home, calls as themselves, and leaves again', async (t) => {
  const count = await house.recorded();
  await house.code(desk, `*41${own.number}*${pin}`);
  const mark = desk.mark;
  await bob.dial(own.number);
  const home = taken(await own.rung(patienceMs));
  await desk.happened('CALL_ESTABLISHED', mark);
  taken(await home.ended(patienceMs));
  await house.call({ caller: bob.number, called: own.number, state: 'talking', secure: isSecure });
  await hears(t, bob, tones.desk, 'called at the desk');
  await hears(t, desk, tones.bob, 'called at the desk');
  await bob.command('hangup');
  await house.isQuiet();

  await desk.dial(bob.number);
  await house.call({ caller: own.number, called: bob.number, state: 'talking', secure: isSecure });
  await hears(t, bob, tones.desk, 'calling from the desk');
  await hears(t, desk, tones.bob, 'calling from the desk');
  await desk.command('hangup');
  await house.isQuiet();

  await house.code(desk, '*42');
  const left = desk.mark;
  await bob.dial(own.number);
  const alone = taken(await own.rung(patienceMs));
  alone.answer();
  taken(await alone.established(patienceMs));
  await hears(t, alone, tones.bob, 'at home');
  alone.hangUp();
  const records = await house.recordsSince(count, 5);
  assert.equal(desk.mark, left, 'the desk rang for nobody');
  assert.deepEqual(
    records.map(({ caller, dialled, secure }) => `${caller.number} ${dialled} ${secure}`),
    [
      `${desk.number} *41 never`,
      `${bob.number} ${own.number} throughout`,
      `${own.number} ${bob.number} throughout`,
      `${own.number} *42 never`,
      `${bob.number} ${own.number} throughout`,
    ],
  );
});

test('a wrong PIN: the desk stays its own', async () => {
  const mark = desk.mark;
  await desk.dial(`*41${own.number}*111111`);
  assert.match((await desk.happened('CALL_CLOSED', mark)).param, /^403 /);
  await house.isQuiet();
  await desk.dial(bob.number);
  await house.call({ caller: desk.number, called: bob.number, state: 'talking' });
});

const stateIn = (document: string): string => /<state[^>]*>([a-z]+)</.exec(document)?.[1] ?? '';
const versionIn = (document: string): number => Number(/version="(\d+)"/.exec(document)?.[1]);

test('a lamp over TLS: idle, ringing or talking, held, idle; and the mailbox of one’s own', async () => {
  const lamp = taken(own.watch('dialog', bob.number));
  taken(await lamp.told((document) => stateIn(document) === 'terminated', patienceMs));
  await desk.dial(bob.number);
  taken(await lamp.told((document) => stateIn(document) === 'confirmed', patienceMs));
  await bob.command('hold');
  taken(await lamp.told((document) => /pname="\+sip.rendering" pval="no"/.test(document), patienceMs));
  await bob.command('resume');
  taken(await lamp.told((document) => /pname="\+sip.rendering" pval="yes"/.test(document), patienceMs));
  await desk.command('hangup');
  taken(await lamp.told((document) => stateIn(document) === 'terminated', patienceMs));
  lamp.end();
  const mailbox = taken(own.watch('message-summary', own.number));
  assert.match(taken(await mailbox.told(() => true, patienceMs)), /Messages-Waiting: no/);
  mailbox.end();
});

test('the node is killed while the lamp burns: it is right as soon as its phone is back, and goes on', async (t) => {
  const lamp = taken(own.watch('dialog', bob.number));
  await desk.dial(bob.number);
  const burning = taken(await lamp.told((document) => stateIn(document) === 'confirmed', patienceMs));
  const { node } = house.office;
  // By now the subscription is on disk: what the last half second before a kill brought would be lost.
  await hears(t, bob, tones.desk, 'before the node is killed');
  await node.kill();
  await node.run();
  const idle = taken(await lamp.told((document) => stateIn(document) === 'terminated', restartMs));
  assert.ok(versionIn(idle) > versionIn(burning), `${versionIn(idle)} after ${versionIn(burning)}`);
  // baresip takes minutes to come back by itself; somebody who does not wait starts it anew.
  const next = await house.secondBaresip(bob.number, bobSecret, tones.bob);
  const mark = next.mark;
  taken(own.call(bob.number));
  await next.happened('CALL_ESTABLISHED', mark);
  const again = taken(await lamp.told((document) => stateIn(document) === 'confirmed', patienceMs));
  assert.ok(versionIn(again) > versionIn(idle));
  await next.command('hangup');
  taken(await lamp.told((document) => stateIn(document) === 'terminated', patienceMs));
  lamp.end();
});
