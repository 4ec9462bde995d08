// Who may do what: every form and view, by every policy, asked of the running system on every way to it (ADM-6, ADM-7).
// test/golden/access.md holds the matrix. After a wanted change, run this test with UPDATE_GOLDEN=1 and look at the difference.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { FormDescriptionLine, FormLine } from '../../apps/core/protocol.ts';
import type { HttpsClient } from '../https.ts';
import { TestNode } from '../node.ts';
import { applies, type Outcome, type Place, ways } from './ways.ts';

const golden = new URL('../golden/access.md', import.meta.url);
const password = 'Who-may-do-what-4718';

/** Further policies, so that a named form and an unnamed one are seen at each level. */
const policies = [
  { name: 'reader', defaultAccess: 'read', members: '' },
  { name: 'clerk', defaultAccess: 'none', members: 'users-and-services=write registrations=write numbering=read' },
];
const policyOf: Readonly<Record<string, string>> = {
  second: 'root',
  sysop: 'system',
  remoteop: 'remote',
  barred: 'no access',
  readonly: 'reader',
  clerk: 'clerk',
};

let node: TestNode;
let places: readonly Place[];
const matrix = new Map<string, ReadonlyMap<string, ReadonlyMap<string, Outcome>>>();

before(async () => {
  node = await TestNode.start({ https: true });
  places = await describeAll();
  await node.ask('form.change', {
    changes: [
      ...policies.map((patch) => ({ kind: 'add', form: 'admin-policies', patch })),
      ...Object.entries(policyOf).map(([loginId, adminPolicy]) => ({
        kind: 'add',
        form: 'user-authorization-profiles',
        patch: { loginId, userName: loginId, password, systemAdministration: 'yes', adminPolicy, status: 'enabled' },
      })),
    ],
  });
  await remember('security administrator', await node.loggedIn('security', password));
  for (const [loginId, policy] of Object.entries(policyOf)) {
    const browser = await node.https();
    // A password that somebody else has set is changed at the first login.
    await browser.logIn(loginId, password, `${password}+`);
    await remember(policy, browser);
  }
});

after(() => node.remove());

test('what each policy may do is what test/golden/access.md says', () => {
  const printed = print();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
  const lines = printed.split('\n');
  const expected = readFileSync(golden, 'utf8').split('\n');
  const other = Math.max(lines.length, expected.length);
  for (let line = 0; line < other; line++) assert.equal(lines[line], expected[line], `line ${line + 1}`);
});

test('a form without access does not exist on any way to it', () => {
  for (const [policy, forms] of matrix) {
    for (const [form, outcomes] of forms) {
      const absent = [...outcomes].filter(([, outcome]) => outcome === 'absent').map(([way]) => way);
      assert.ok(absent.length === 0 || absent.length === outcomes.size, `${form} for ${policy} is absent on ${absent}`);
    }
  }
});

test('only root and the security administrator see the policies, and only the security administrator changes what is of security', () => {
  const seers = ['root', 'security administrator'];
  for (const [policy, forms] of matrix) {
    assert.equal(forms.get('admin-policies')?.get('read'), seers.includes(policy) ? 'yes' : 'absent', policy);
    const settings = forms.get('system-security-management')?.get('change');
    assert.equal(settings === 'yes', policy === 'security administrator', policy);
  }
});

test('every attempt to do what a policy only lets be read is on record', async () => {
  // More than so many of one address within a minute are counted, not told one by one: those of the first walks are told.
  const asked = { action: 'change refused', limit: 1_000 };
  const entries = await node.ask<readonly { user: string }[]>('audit.list', asked);
  assert.ok(entries.some(({ user }) => Object.hasOwn(policyOf, user)));
});

async function describeAll(): Promise<readonly Place[]> {
  const forms = await node.ask<readonly FormLine[]>('form.list');
  const described: Place[] = [];
  for (const { id, title, kind } of forms) {
    const { key = '', actions } = await node.ask<FormDescriptionLine>('form.describe', { form: id });
    described.push({ id, title, kind, key, actions: actions.map(({ name }) => name) });
  }
  return described;
}

/** Walks, and logs out: the tool has few sessions at once. */
async function remember(policy: string, browser: HttpsClient): Promise<void> {
  matrix.set(policy, await walk(browser));
  const left = await browser.send('POST', 'logout');
  assert.equal(left.status, 204, left.text);
  browser.close();
}

async function walk(browser: HttpsClient): Promise<ReadonlyMap<string, ReadonlyMap<string, Outcome>>> {
  const forms = new Map<string, ReadonlyMap<string, Outcome>>();
  for (const place of places) {
    const outcomes = new Map<string, Outcome>();
    for (const [way, ask] of Object.entries(ways))
      if (applies(way, place)) outcomes.set(way, await ask(browser, place));
    forms.set(place.id, outcomes);
  }
  return forms;
}

const words: Readonly<Record<Outcome, string>> = { yes: 'yes', no: 'no', absent: '–' };

function print(): string {
  const columns = Object.keys(ways);
  const lines = [
    '# Who may do what',
    '',
    'Printed by `test/access/matrix.test.ts` from a running system, by asking. yes: done; no: refused, as it may only be read; –: answered as if',
    'there were no such form; blank: a form of this kind has no such thing. What a yes may contain, guards say (docs/walks/change.md).',
    'The owner of the machine may do everything on the command line. A session of another tool than System Administration is no session here.',
  ];
  for (const { id, title, kind } of places) {
    lines.push('', `## ${title} (${kind} \`${id}\`)`, '');
    lines.push(`| policy | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`);
    for (const [policy, forms] of matrix) {
      const outcomes = forms.get(id);
      const cells = columns.map((way) => {
        const outcome = outcomes?.get(way);
        return outcome === undefined ? '' : words[outcome];
      });
      lines.push(`| ${policy} | ${cells.join(' | ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
