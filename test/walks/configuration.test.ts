// Walks through the configuration of an office: what fits together is accepted and on record, what does not is refused by name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import { networkListeners, numbering, usersAndServices } from '#calls';
import { localActor } from '#security';
import { withOffice } from './office.ts';

const extension = (number: string, more: Record<string, unknown> = {}): Change => ({
  kind: 'add',
  form: 'users-and-services',
  patch: { number, ...more },
});
const set = (form: string, patch: Record<string, unknown>, key?: string): Change =>
  key === undefined ? { kind: 'change', form, patch } : { kind: 'change', form, key, patch };
const listener = (name: string, more: Record<string, unknown>): Change => ({
  kind: 'add',
  form: 'network-listeners',
  patch: { name, enabled: true, ...more },
});

test('a new system listens for HTTPS, Managers and SIP over TLS alone', () =>
  withOffice(async ({ administration }) => {
    const listeners = [...administration.configuration.records(networkListeners).values()];
    assert.deepEqual(
      listeners.map(({ name, port, enabled }) => [name, port, enabled]),
      [
        ['https', 8443, true],
        ['management', 8444, true],
        ['http', 8080, false],
        ['sip-tls', 5061, true],
        ['sip-tcp', 5060, false],
        ['sip-udp', 5060, false],
        ['smdr', 1752, false],
        ['smdr-tls', 1754, false],
      ],
    );
  }));

test('a new extension is safe as it is, its secret told once, and nowhere else', () =>
  withOffice(async ({ administration, trail, done }) => {
    const { records } = await done(extension('201', { name: 'Anne' }));
    const secret = records[0]?.made.sipSecret?.reveal() ?? '';
    assert.match(secret, /^[A-Za-z2-9]{24}$/);
    const record = administration.configuration.records(usersAndServices).get('201');
    assert.deepEqual(
      { ...record },
      {
        ...{
          number: '201',
          name: 'Anne',
          enabled: true,
          doNotDisturb: false,
          awayFromGroups: false,
          sipSecret: true,
          maxDevices: 3,
          mac: '',
        },
        ...{
          digestAlgorithms: ['SHA-256', 'SHA-512-256'],
          allowedNetworks: [],
          fixedAddress: '',
          mediaSecurity: 'required',
        },
        ...{ forwardAlways: '', forwardBusy: '', forwardNoAnswer: '', forwardUnreachable: '' },
        ...{ callWaiting: true, noAnswerSeconds: 20 },
        ...{ dayService: 1, night1Service: 1, night2Service: 1, interconnectNumber: 1, emergencyLocation: '' },
        ...{ hotDeskUser: false, pin: false, desk: '' },
        ...{ dayRestriction: 1, night1Restriction: 1, night2Restriction: 1 },
      },
    );
    const shown = [
      await administration.get(localActor(''), 'users-and-services', '201'),
      await administration.exportRecords(localActor(''), 'users-and-services', 'json'),
      await trail.list({ limit: 100 }),
      records,
    ];
    assert.ok(!JSON.stringify(shown).includes(secret));
    assert.equal((await trail.verify()).finding, undefined);
  }));

test('an extension number has the length of Numbering and meets no feature code', () =>
  withOffice(async ({ refused, done }) => {
    assert.deepEqual(await refused(extension('21')), ['21 number calls.wrong-length']);
    await done(set('numbering', { doNotDisturbOn: '78' }));
    assert.deepEqual(await refused(extension('781')), ['781 number calls.code-collides']);
    await done(extension('201'));
    assert.deepEqual(await refused(set('numbering', { doNotDisturbOn: '20' })), [
      ' doNotDisturbOn calls.code-collides',
    ]);
  }));

test('nothing that can be dialled takes the place of an emergency number, whichever of them is there first', () =>
  withOffice(async ({ refused, done }) => {
    assert.deepEqual(await refused(extension('112')), ['112 number calls.emergency-hidden']);
    assert.deepEqual(await refused(set('numbering', { doNotDisturbOn: '9112' })), [
      ' doNotDisturbOn calls.emergency-hidden',
    ]);
    await done(extension('110'));
    assert.deepEqual(await refused(set('emergency-settings', { country: 'DE' })), [' country calls.emergency-hidden']);
    const guard = { number: '110', name: 'Guard', route: 'gone' };
    assert.deepEqual(await refused({ kind: 'add', form: 'emergency-numbers', patch: guard }), [
      '110 route calls.emergency-route-unknown',
      '110 number calls.emergency-hidden',
    ]);
    await done(
      { kind: 'delete', form: 'users-and-services', key: '110' },
      set('emergency-settings', { country: 'DE' }),
    );
    assert.deepEqual(await refused(extension('110')), ['110 number calls.emergency-hidden']);
  }));

test('a location that an extension names stays', () =>
  withOffice(async ({ refused, done }) => {
    const place = { callback: '+49891234560', country: 'de', city: 'Munich', road: 'Main Street' };
    await done({ kind: 'add', form: 'emergency-locations', patch: { name: 'Floor 2', ...place } });
    await done(extension('201', { emergencyLocation: 'Floor 2' }));
    const gone: Change = { kind: 'delete', form: 'emergency-locations', key: 'Floor 2' };
    assert.deepEqual(await refused(gone), ['Floor 2 - forms.in-use']);
  }));

test('feature codes can be told from one another', () =>
  withOffice(async ({ refused, done }) => {
    const codes = (doNotDisturbOn: string, doNotDisturbOff: string) =>
      set('numbering', { doNotDisturbOn, doNotDisturbOff });
    for (const [on, off] of [
      ['#7', '#78'],
      ['#78', '#7'],
      ['#7', '#7'],
    ] as const)
      assert.deepEqual(await refused(codes(on, off)), [' doNotDisturbOff calls.code-collides']);
    assert.deepEqual(await refused(codes('*', '7a')), [
      ' doNotDisturbOn forms.out-of-range',
      ' doNotDisturbOff forms.not-text',
    ]);
    await done(codes('', ''));
    await done(codes('#11', '#10'));
  }));

test('the length of numbers changes only together with the extensions', () =>
  withOffice(async ({ refused, done, administration }) => {
    await done(extension('201'), extension('202'));
    assert.deepEqual(await refused(set('numbering', { extensionLength: 4 })), [' extensionLength calls.length-in-use']);
    const gone = ['201', '202'].map((key): Change => ({ kind: 'delete', form: 'users-and-services', key }));
    await done(set('numbering', { extensionLength: 4 }), extension('2001'), ...gone);
    assert.equal(administration.configuration.single(numbering).extensionLength, 4);
    assert.deepEqual([...administration.configuration.records(usersAndServices).keys()], ['2001']);
  }));

test('two enabled listeners cannot share a port of one address', () =>
  withOffice(async ({ refused, done }) => {
    const overlap = (name: string) => [`${name} port calls.listener-overlaps`];
    const tls = { service: 'sip-tls', port: 5061 };
    await done(...['sip-tcp', 'sip-udp'].map((name) => set('unsecured-interfaces', { enabled: 'yes' }, name)));
    assert.deepEqual(await refused(listener('two', { ...tls, address: '127.0.0.1' })), overlap('two'));
    assert.deepEqual(await refused(listener('two', { ...tls, service: 'sip-tcp' })), overlap('two'));
    await done(listener('udp', { ...tls, service: 'sip-udp' }), listener('off', { ...tls, enabled: false }));
    assert.deepEqual(await refused(set('network-listeners', { enabled: 'yes' }, 'off')), overlap('off'));
    await done(listener('any-1', { ...tls, port: 0 }), listener('any-2', { ...tls, port: 0 }));
    await done(
      set('network-listeners', { address: '127.0.0.1' }, 'sip-tls'),
      listener('three', { ...tls, address: '127.0.0.2' }),
    );
    assert.deepEqual(await refused(set('network-listeners', { address: '::' }, 'three')), overlap('three'));
  }));

test('system options that contradict one another are refused together', () =>
  withOffice(async ({ refused, done }) => {
    const patch = { voiceEncryptionEnabled: 'no', registrationExpiryMinimum: 3_600 };
    assert.deepEqual(await refused(set('system-options', { ...patch, registrationExpirySeconds: 60 })), [
      ' srtpEnabled calls.srtp-needs-encryption',
      ' registrationExpiryMinimum calls.range-reversed',
    ]);
    await done(set('system-options', { voiceEncryptionEnabled: 'no', srtpEnabled: 'no' }));
  }));

test('how a device proves itself is checked field by field', () =>
  withOffice(async ({ administration, refused, done }) => {
    const patch = {
      digestAlgorithms: '',
      mac: '00:00:00:00:00:00',
      allowedNetworks: '10.0.0.1/8',
      maxDevices: 11,
      sipSecret: 'short',
    };
    assert.deepEqual(await refused(extension('201', { ...patch, fixedAddress: 'udp:0.0.0.0:5060' })), [
      ...[
        '201 sipSecret forms.wrong-secret',
        '201 digestAlgorithms forms.out-of-range',
        '201 maxDevices forms.out-of-range',
      ],
      ...['201 mac forms.not-text', '201 allowedNetworks forms.not-networks', '201 fixedAddress forms.not-text'],
    ]);
    const door = { mac: '08-00-0F-AB-CD-EF', allowedNetworks: '10.0.0.0/8', fixedAddress: 'UDP:10.1.2.3:5060' };
    await done(
      extension('201', door),
      extension('202', { ...door, fixedAddress: '', digestAlgorithms: 'md5 SHA-256' }),
    );
    const { mac, fixedAddress } = administration.configuration.records(usersAndServices).get('201') ?? {};
    assert.deepEqual([mac, fixedAddress], ['08000fabcdef', 'udp:10.1.2.3:5060']);
    assert.deepEqual(administration.configuration.records(usersAndServices).get('202')?.digestAlgorithms, [
      'SHA-256',
      'MD5',
    ]);
    assert.deepEqual(await refused(extension('203', door)), ['203 fixedAddress forms.not-unique']);
    assert.deepEqual(await refused(extension('203', { ...door, fixedAddress: 'udp:192.0.2.1:5060' })), [
      '203 fixedAddress calls.fixed-address-outside',
    ]);
    const at = (address: string) => ({ fixedAddress: address });
    await done(extension('203', at('tcp:10.1.2.3:5060')), extension('204', at('udp:10.1.2.3:5062')));
    assert.deepEqual(await refused(extension('205', at('tcp:10.1.2.3:5062'))), [
      '205 fixedAddress calls.fixed-address-shared',
    ]);
  }));

test('10,000 extensions are imported in under ten seconds, and other work is let in all the while', () =>
  withOffice(async ({ administration, trail, done }) => {
    await done(set('numbering', { extensionLength: 5 }));
    const rows = Array.from({ length: 10_000 }, (_, index) => `${20_000 + index},"Name, ${index}",10.0.0.0/8`);
    const text = `number,name,allowedNetworks\r\n${rows.join('\r\n')}\r\n`;
    const began = performance.now();
    const waits = watchTurns();
    const result = await administration.importRecords(localActor(''), 'users-and-services', text, {
      format: 'csv',
      mode: 'add',
    });
    const longest = waits.stop();
    const took = performance.now() - began;
    assert.ok(result.ok, JSON.stringify(result).slice(0, 500));
    assert.deepEqual([result.value.added, result.value.made.size], [10_000, 10_000]);
    assert.ok(took < 10_000, `took ${Math.round(took)} ms`);
    assert.ok(longest < 150, `held everything else for ${Math.round(longest)} ms`);
    const page = await administration.query(localActor(''), 'users-and-services', {
      search: 'NAME, 9999',
      sort: 'name',
    });
    assert.equal(page.ok && page.value.total, 1);
    assert.equal((await trail.verify()).finding, undefined);
  }));

/** Watches for how long the thread works without letting others take a turn: milliseconds of its own, not of a busy machine. */
function watchTurns(): { stop(): number } {
  const workedMs = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let last = workedMs();
  let longest = 0;
  const look = (): void => {
    const now = workedMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return {
    stop() {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}
