// What else is watched: messages, presence and what devices publish of it, registrations, feature keys, lists; and what phones are told to do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import type { Patch } from '#forms';
import { Header, type SipMessage } from '#sip';
import type { Phone } from './phone.ts';
import { type Body, requestText, responseText } from './texts.ts';
import { lampOf, stateOf, versionOf, Watcher } from './watcher.ts';
import { World } from './world.ts';

const watching: Partial<UserAndServices> = { dayService: 2, night1Service: 2, night2Service: 2 };
const office = (...classes: readonly Patch[]): World =>
  new World({ 201: watching, 202: {}, 203: {} }, { 'class-of-service': [{ number: 2, busyLamps: true }, ...classes] });
const talking = {
  ...({ callId: 'c', direction: 'initiator', state: 'confirmed', held: false, secure: true } as const),
  remote: { number: '203', name: '' },
};

test('the message lamp of an extension', () => {
  const world = office();
  world.messages.set('202', 2);
  const lamp = new Watcher(world.phone('202'), 'message-summary', '202');
  assert.match(
    lamp.begin().body,
    /^Messages-Waiting: yes\r\nMessage-Account: sip:202@[^\r]+\r\nVoice-Message: 2\/0 \(0\/0\)\r\n$/,
  );
  world.messages.set('202', 0);
  world.server.watching.subscriptions.changed('202');
  assert.match(lamp.hear(60)[0]?.body ?? '', /^Messages-Waiting: no\r\n/);
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('the devices of an extension, for itself', () => {
  const world = office();
  const phone = world.phone('202');
  const lamp = new Watcher(phone, 'reg', '202');
  assert.match(
    lamp.begin().body,
    /version="0" state="full">\n<registration aor="sip:202@[^"]+" id="r202" state="active"><contact /,
  );
  const other = world.phone('202');
  const [notify] = lamp.hear(60);
  assert.equal([...(notify?.body ?? '').matchAll(/<contact /g)].length, 2);
  assert.equal(versionOf(notify?.body ?? ''), 1);
  other.disconnect();
  assert.equal([...(lamp.hear(60)[0]?.body ?? '').matchAll(/<contact /g)].length, 1);
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

let published = 0;

function publish(phone: Phone, target: string, lines: readonly string[], body?: Body): SipMessage {
  const uri = `sip:${target}@ringfence`;
  const send = (): SipMessage => {
    const callId = `publish-${++published}`;
    const credentials = phone.digest.authorize({ method: 'PUBLISH', uri }).trim();
    const head = [phone.via(), 'Max-Forwards: 70', `From: <sip:${phone.number}@ringfence>;tag=p`, `To: <${uri}>`];
    const proof = credentials === '' ? [] : credentials.split('\r\n');
    phone.send(
      requestText('PUBLISH', uri, [...head, `Call-ID: ${callId}`, 'CSeq: 1 PUBLISH', ...proof, ...lines], body),
    );
    const answer = phone.heard.findLast(({ callId: id }) => id === callId);
    assert.ok(answer !== undefined);
    return answer;
  };
  const first = send();
  return first.status === 407 && phone.digest.accept(first, false) ? send() : first;
}

const pidf = (inside: string): Body => ({
  type: 'application/pidf+xml',
  text: `<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="x">${inside}</presence>`,
});

test('presence: registered, talking, not to be disturbed; and what the device itself publishes, no other', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'presence', '202');
  assert.match(lamp.begin().body, /<basic>closed<\/basic>/);
  const phone = world.phone('202');
  assert.match(lamp.hear(60)[0]?.body ?? '', /<basic>open<\/basic>/);
  const shown = world.server.watching.activity.appear('202', talking);
  assert.match(lamp.hear(60)[0]?.body ?? '', /<rpid:on-the-phone\/>/);
  shown.gone();
  world.set('202', { doNotDisturb: true });
  assert.match(lamp.hear(60)[0]?.body ?? '', /<rpid:busy\/>/);
  world.set('202', { doNotDisturb: false });
  lamp.hear(60);
  const note =
    '<tuple id="t"><status><basic>open</basic></status></tuple><p:person xmlns:p="d"><r:activities><r:meal/><r:evil/></r:activities><p:note>Back &lt;soon&gt;</p:note></p:person>';
  const said = publish(phone, '202', ['Event: presence', 'Expires: 600'], pidf(note));
  const etag = said.get(Header.SipEtag) ?? '';
  assert.deepEqual([said.status, etag.length], [200, 16]);
  assert.match(lamp.hear(60)[0]?.body ?? '', /<rpid:meal\/><\/rpid:activities><dm:note>Back &lt;soon&gt;<\/dm:note>/);
  const again = publish(phone, '202', ['Event: presence', 'Expires: 600', `SIP-If-Match: ${etag}`]);
  assert.equal(again.status, 200);
  assert.equal(publish(phone, '202', ['Event: presence', `SIP-If-Match: ${etag}`]).status, 412);
  assert.equal(lamp.hear(60).length, 0, 'what stays as it is is told to nobody');
  world.pass(610_000, 1_000);
  assert.doesNotMatch(lamp.hear(60).at(-1)?.body ?? lamp.next().body, /meal|soon/);
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('a PUBLISH that cannot be taken is answered as RFC 3903 says', () => {
  const world = office();
  const phone = world.phone('202');
  const status = (target: string, lines: readonly string[], body?: Body): number =>
    publish(phone, target, lines, body).status;
  const event = 'Event: presence';
  assert.equal(status('201', [event], pidf('')), status('999', [event], pidf('')));
  assert.equal(status('201', [event], pidf('')), 403);
  assert.equal(status('202', ['Event: dialog'], pidf('')), 489);
  assert.equal(status('202', [event, 'Expires: 5'], pidf('')), 423);
  assert.equal(status('202', [event]), 400);
  assert.equal(status('202', [event], { type: 'text/plain', text: 'x' }), 415);
  assert.equal(status('202', [event], { type: 'application/pidf+xml', text: '<presence>' }), 400);
  assert.equal(status('202', [event], pidf('x'.repeat(5_000))), 413);
  assert.equal(status('202', [event, 'SIP-If-Match: 0123456789abcdef']), 412);
  world.end(0);
});

const key = (text: string): { body: Body } => ({ body: { type: 'application/x-as-feature-event+xml', text } });
const setDoNotDisturb = (on: boolean): string =>
  `<?xml version="1.0"?><SetDoNotDisturb xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3"><device>202</device><doNotDisturbOn>${on}</doNotDisturbOn></SetDoNotDisturb>`;
const setForwarding = (type: string, target: string, { device = '202', rings = '' } = {}): string =>
  `<SetForwarding><device>${device}</device><forwardingType>${type}</forwardingType><activateForward>${target !== ''}</activateForward><forwardDN>${target}</forwardDN>${rings === '' ? '' : `<ringCount>${rings}</ringCount>`}</SetForwarding>`;

/** What the phone has last been told of each forward, as `forwardBusy 203`. */
const forwardsTold = (keys: Watcher): string =>
  [...keys.next().body.matchAll(/<forwardingType>(\w+)<.*<forwardTo>(.*?)<\/forwardTo>(?:<ringCount>(\d+)<)?/g)]
    .map(([, type, to, rings]) => [type, to, rings].filter((part) => part).join(' '))
    .join(', ');

test('feature keys show what holds, change it, and hear of every other change', async () => {
  const world = office();
  const keys = new Watcher(world.phone('202'), 'as-feature-event', '202');
  const accept = 'Accept: application/x-as-feature-event+xml, multipart/mixed';
  const first = keys.begin({ headers: [accept] });
  assert.match(first.get(Header.ContentType) ?? '', /^multipart\/mixed;boundary=/);
  assert.match(
    first.body,
    /<doNotDisturbOn>false<[\s\S]*<forwardingType>forwardImmediate<[\s\S]*<forwardStatus>false</,
  );
  keys.subscribe({ headers: [accept], ...key(setDoNotDisturb(true)) });
  await world.settle();
  assert.equal(world.server.stations.get('202')?.record.doNotDisturb, true);
  assert.match(keys.hear(100).at(-1)?.body ?? '', /<doNotDisturbOn>true</);
  world.set('202', { doNotDisturb: false, forwardAlways: '203' });
  assert.match(keys.hear(100).at(-1)?.body ?? '', /<forwardStatus>true<\/forwardStatus><forwardTo>203</);
  keys.subscribe({ headers: [accept], ...key(setForwarding('forwardImmediate', '')) });
  await world.settle();
  assert.equal(world.server.stations.get('202')?.record.forwardAlways, '');
  keys.hear(100);
  keys.subscribe({ expires: 0 });
  world.end(0);
});

test('feature keys of a phone that takes one document at a time, that asks for nonsense, or is refused', async () => {
  const world = office();
  world.changeOwn = async () => false;
  const keys = new Watcher(world.phone('202'), 'as-feature-event', '202');
  keys.begin({ headers: ['Accept: application/x-as-feature-event+xml'] });
  for (let more = 0; more < 4; more++) keys.hear(60);
  assert.deepEqual(
    keys.heard.map(({ body }) => /<(\w+Event) /.exec(body)?.[1]),
    ['DoNotDisturbEvent', 'ForwardingEvent', 'ForwardingEvent', 'ForwardingEvent'],
  );
  keys.subscribe(key(setDoNotDisturb(true)));
  await world.settle();
  const told = keys.hear(200);
  assert.ok(
    told.some(({ body }) => /<doNotDisturbOn>false</.test(body)),
    'the key goes back to what holds',
  );
  assert.equal(
    keys.subscribe(key(setForwarding('forwardImmediate', '203', { device: '201' }))).status,
    400,
    'of another extension',
  );
  assert.equal(keys.subscribe(key('<SetForwarding/>')).status, 400);
  assert.equal(keys.subscribe(key(setForwarding('forwardToMoon', '203'))).status, 200);
  keys.hear(60);
  keys.subscribe({ expires: 0 });
  world.end(0);
});

/** Sets a forward by its key, and gives what the extension has then. */
async function press(world: World, keys: Watcher, ...forward: Parameters<typeof setForwarding>) {
  assert.equal(keys.subscribe(key(setForwarding(...forward))).status, 200);
  await world.settle();
  keys.hear(100);
  const { forwardAlways, forwardBusy, forwardNoAnswer, noAnswerSeconds } =
    world.server.stations.get('202')?.record ?? {};
  return { forwardAlways, forwardBusy, forwardNoAnswer, noAnswerSeconds };
}

const noForwards = { forwardAlways: '', forwardBusy: '', forwardNoAnswer: '', noAnswerSeconds: 20 };

test('keys set forwards when busy and when nobody answers, with how often it rings', async () => {
  const world = office({ number: 1, forwardByCode: true });
  const keys = new Watcher(world.phone('202'), 'as-feature-event', '202');
  const accept = { headers: ['Accept: application/x-as-feature-event+xml, multipart/mixed'] };
  keys.begin(accept);
  assert.equal(forwardsTold(keys), 'forwardImmediate, forwardBusy, forwardNoAns 3');
  assert.deepEqual(await press(world, keys, 'forwardBusy', '203'), { ...noForwards, forwardBusy: '203' });
  const unanswered = { ...noForwards, forwardBusy: '203', forwardNoAnswer: '201' };
  assert.deepEqual(
    await press(world, keys, 'forwardNoAns', 'sip:201@ringfence', { rings: '3' }),
    unanswered,
    'as often as it was told: the time stays',
  );
  assert.deepEqual(await press(world, keys, 'forwardNoAns', '201', { rings: '5' }), {
    ...unanswered,
    noAnswerSeconds: 30,
  });
  assert.equal(forwardsTold(keys), 'forwardImmediate, forwardBusy 203, forwardNoAns 201 5');
  assert.deepEqual(await press(world, keys, 'forwardBusy', ''), {
    ...unanswered,
    forwardBusy: '',
    noAnswerSeconds: 30,
  });
  assert.equal(keys.subscribe(key(setForwarding('forwardNoAns', '201', { rings: 'many' }))).status, 400);
  keys.subscribe({ expires: 0 });
  world.end(0);
});

test('a key forwards nowhere that the code would not, and is told what holds; taking a forward away needs no grant', async () => {
  const world = office();
  world.set('202', { forwardBusy: '203' });
  const keys = new Watcher(world.phone('202'), 'as-feature-event', '202');
  keys.begin();
  const before = { ...noForwards, forwardBusy: '203' };
  assert.deepEqual(await press(world, keys, 'forwardImmediate', '203'), before);
  assert.match(world.audit.at(-1)?.data ?? '', /^Extension: 202; .*calls\.feature-not-granted$/);
  assert.equal(forwardsTold(keys).includes('203'), false);
  assert.deepEqual(await press(world, keys, 'forwardBusy', '203'), before, 'as it is already');
  assert.equal(world.audit.length, 1);
  assert.deepEqual(await press(world, keys, 'forwardBusy', ''), noForwards);
  const granted = office({ number: 1, forwardByCode: true });
  const others = new Watcher(granted.phone('202'), 'as-feature-event', '202');
  others.begin();
  for (const to of ['112', '202', '0301234'])
    assert.deepEqual(await press(granted, others, 'forwardImmediate', to), noForwards, to);
  assert.equal(granted.audit.length, 3);
  for (const [watcher, at] of [
    [keys, world],
    [others, granted],
  ] as const) {
    watcher.subscribe({ expires: 0 });
    at.end(0);
  }
});

test('a list is one subscription: all members at first, then those alone that changed', () => {
  const world = office();
  world.lists.set('sales', ['202', '203', '999']);
  const phone = world.phone('201');
  const plain = new Watcher(phone, 'dialog', 'sales').subscribe();
  assert.deepEqual([plain.status, plain.get(Header.Require)], [421, 'eventlist']);
  const list = new Watcher(phone, 'dialog', 'sales');
  const headers = [
    'Supported: eventlist',
    'Accept: application/dialog-info+xml, application/rlmi+xml, multipart/related',
  ];
  const first = list.begin({ headers });
  assert.equal(first.get(Header.Require), 'eventlist');
  assert.match(first.get(Header.ContentType) ?? '', /^multipart\/related;type="application\/rlmi\+xml"/);
  assert.match(first.body, /version="0" fullState="true">/);
  assert.deepEqual(lampOf(first.body), 'terminated terminated');
  world.server.watching.activity.appear('203', talking);
  const [changed] = list.hear(60);
  assert.match(changed?.body ?? '', /version="1" fullState="false">\n<resource uri="sip:203@/);
  assert.match(changed?.body ?? '', /dialog-info" version="1" state="full" entity="sip:203@/);
  assert.equal(lampOf(changed?.body ?? ''), 'confirmed');
  world.lists.set('sales', ['203']);
  world.server.watching.subscriptions.judgeSoon();
  const [shorter] = list.hear(60);
  assert.match(shorter?.body ?? '', /version="2" fullState="true">[\s\S]*dialog-info" version="2" /);
  world.lists.delete('sales');
  world.server.watching.subscriptions.judgeSoon();
  list.hear(60);
  assert.equal(stateOf(list.next()), 'terminated;reason=rejected');
  const other = new Watcher(world.phone('202'), 'dialog', 'sales').subscribe({ headers });
  assert.equal(other.status, 403);
  world.end(0);
});

test('an administrator lets a device look for its configuration; one that asks who says so is shown', () => {
  const world = office();
  const phone = world.phone('202');
  const [binding] = world.server.stations.get('202')?.bindings ?? [];
  assert.equal(world.server.checkSync('202-999999'), false);
  assert.equal(world.server.checkSync('x'), false);
  assert.equal(world.server.checkSync(`202-${binding?.id}`), true);
  world.run();
  const notify = phone.take('NOTIFY');
  assert.deepEqual(
    [notify.get(Header.Event), notify.get(Header.SubscriptionState)],
    ['check-sync;reboot=false', 'terminated'],
  );
  const challenge = 'WWW-Authenticate: Digest realm="phone", nonce="n", qop="auth", algorithm=SHA-256';
  phone.send(responseText(notify, 401, { headers: [challenge] }));
  assert.match(phone.take('NOTIFY').get(Header.Authorization) ?? '', /username="202", realm="phone"/);
  world.pass(40_000);
  world.end(0);
});
