import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNameAddress } from '#sip';
import { diversionLines, historyLine, type ShownForward } from './forwarded-lines.ts';

const by = (number: string, why: ShownForward['why'], privacy: ShownForward['privacy'] = 'none'): ShownForward => ({
  ...{ address: `"Ada" <sip:${number}@h>`, why, privacy },
});

test('who forwarded last comes first, and who was called at first behind', () => {
  assert.equal(diversionLines([]), '');
  assert.equal(diversionLines([by('202', 'busy')]), 'Diversion: "Ada" <sip:202@h>;reason=user-busy;counter=1\r\n');
  assert.equal(
    diversionLines([by('202', 'always'), by('203', 'unreachable'), by('204', 'no answer')]),
    'Diversion: "Ada" <sip:204@h>;reason=no-answer;counter=3\r\nDiversion: "Ada" <sip:202@h>;reason=unconditional;counter=1\r\n',
  );
});

test('each entry of the history says why the one before it passed the call on', () => {
  assert.equal(historyLine([], '<sip:205@h>'), '');
  assert.equal(
    historyLine([by('202', 'do not disturb'), by('203', 'no answer')], '<sip:205@h>'),
    'History-Info: "Ada" <sip:202@h>;index=1, "Ada" <sip:203@h;cause=486>;index=1.1;mp=1, <sip:205@h;cause=408>;index=1.1.1;mp=1.1\r\n',
  );
});

test('who does not want to be seen is told to be withheld, or not told', () => {
  const told = [by('202', 'always', 'told'), by('203', 'screened', 'told')];
  assert.match(diversionLines(told), /203@h>;reason=unconditional;counter=2;privacy=full\r\n/);
  assert.match(
    historyLine(told, '<sip:1@h>'),
    /<sip:202@h\?Privacy=history>;index=1, "Ada" <sip:203@h;cause=302\?Privacy=history>/,
  );
  const hidden = [by('202', 'always', 'hidden')];
  for (const lines of [diversionLines(hidden), historyLine(hidden, '<sip:1@h>')]) assert.doesNotMatch(lines, /202|Ada/);
});

test('addresses can be read again', () => {
  const [, first = ''] = /^History-Info: (.*?);index/.exec(historyLine([by('202', 'busy', 'told')], '<sip:1@h>')) ?? [];
  assert.equal(parseNameAddress(first)?.uri, 'sip:202@h?Privacy=history');
});
