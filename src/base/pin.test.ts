// PINs: what is too easy to guess is named, what is not is taken.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type WeakPin, whyWeakPin } from './pin.ts';

const shape = { fewest: 4, most: 8 };
const why = (pin: string, ...numbers: readonly string[]): WeakPin | undefined => whyWeakPin(pin, shape, numbers);

test('a PIN is digits, neither too few nor too many', () => {
  for (const pin of ['', '493', '493817205', '49 38', '4938#', '+4938', '٤٩٣٨', '4938\n'])
    assert.equal(why(pin), 'shape', JSON.stringify(pin));
  for (const pin of ['4938', '49381720']) assert.equal(why(pin), undefined, pin);
});

test('one group of digits over and over is no PIN, nor is a run', () => {
  for (const pin of ['0000', '1212', '123123', '4848484']) assert.equal(why(pin), 'repeats', pin);
  for (const pin of ['1234', '4321', '8901', '2109', '2468', '13579', '0369']) assert.equal(why(pin), 'run', pin);
  for (const pin of ['1243', '1223', '1201', '5501']) assert.equal(why(pin), undefined, pin);
});

test('the number of whoever has it is no PIN, backwards, and with something before or behind it', () => {
  for (const pin of ['2017', '7201', '1027', '7102']) assert.equal(why(pin, '201'), 'number', pin);
  assert.equal(why('4938', '201', '4938'), 'number');
  assert.equal(why('42015', '201'), undefined);
  assert.equal(why('2149', '21'), undefined, 'two digits at an end are chance');
});

test('every PIN of four digits is judged, and most may be used', () => {
  const all = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, '0'));
  const weak = all.filter((pin) => why(pin, '201') !== undefined);
  assert.equal(weak.length, 220);
});
