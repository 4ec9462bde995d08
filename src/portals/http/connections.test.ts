// Tests of who may be connected.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { limits } from '#base';
import { Connections, placeOf } from './connections.ts';

class Played extends EventEmitter {
  isDestroyed = false;
  readonly remoteAddress: string;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

function admit(connections: Connections, address: string): Played {
  const socket = new Played(address);
  connections.admit(socket as unknown as Socket);
  return socket;
}

const { connections: most, connectionsPerAddress } = limits.portals;

test('one place has so many connections and no more', () => {
  const connections = new Connections();
  const sockets = Array.from({ length: connectionsPerAddress + 1 }, () => admit(connections, '192.0.2.1'));
  assert.deepEqual(sockets.map(({ isDestroyed }) => isDestroyed).indexOf(true), connectionsPerAddress);
  sockets[0]?.destroy();
  assert.equal(admit(connections, '192.0.2.1').isDestroyed, false);
  assert.equal(connections.size, connectionsPerAddress);
});

test('when all places are taken, a newcomer takes one from the place that has most', () => {
  const connections = new Connections();
  const places = most / connectionsPerAddress;
  const first = admit(connections, '192.0.2.0');
  for (let place = 0; place < places; place++)
    for (let count = place === 0 ? 1 : 0; count < connectionsPerAddress; count++)
      admit(connections, `192.0.2.${place}`);
  assert.equal(connections.size, most);
  assert.equal(admit(connections, '198.51.100.1').isDestroyed, false);
  assert.equal(first.isDestroyed, true);
  assert.equal(connections.size, most);
});

test('when all places are taken fairly, a newcomer is refused', () => {
  const connections = new Connections();
  for (let place = 0; place < most; place++) admit(connections, `10.0.${place >> 8}.${place & 255}`);
  assert.equal(admit(connections, '198.51.100.1').isDestroyed, true);
  assert.equal(connections.size, most);
});

test('addresses of one network of IPv6 are one place, and mapped IPv4 is IPv4', () => {
  assert.equal(placeOf('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(placeOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
  assert.equal(placeOf('2001:db8:1:2::9'), '2001:db8:1:2');
  assert.equal(placeOf('2001:db8::9'), '2001:db8:0:0');
  assert.equal(placeOf('::1'), '0:0:0:0');
  assert.notEqual(placeOf('2001:db8:1:3::9'), placeOf('2001:db8:1:2::9'));
});
