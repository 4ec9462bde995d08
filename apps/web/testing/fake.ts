// A system that is only pretended, for `vite` without a portal: REST answered in the browser, records kept until the page is loaded again.
//
// Log in as anybody with the password "right"; "change" asks for a new password, "banner" in the address shows a banner.

import type {
  Changed,
  Changes,
  ChangeWish,
  FormDescription,
  Found,
  Login,
  RecordView,
  Refusal,
  Session,
  Setup,
} from '../../portal/api.ts';
import { forms, home, read, records } from './fake-records.ts';

type Values = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const fine = (body: unknown): Answer => ({ status: 200, body });
const no = (status: number, code: string, words: string, remedy = '', more: Partial<Refusal> = {}): Answer => ({
  status,
  body: { refusals: [{ code, words, remedy, exit: 1, ...more }] },
});
const isFlagged = (name: string): boolean => new URLSearchParams(location.search).has(name);

let loggedIn = localStorage.getItem('fake-session') === 'yes';
const inactivityMinutes = Number(localStorage.getItem('fake-minutes') ?? 15);

const session = (): Session => ({
  ...{ id: 's1', loginId: 'ines.duarte', displayName: 'Ines Duarte', tool: 'system-administration', policy: 'root' },
  ...{
    csrfToken: 'token',
    startedAtMs: Date.now(),
    endsAtMs: Date.now() + inactivityMinutes * 60_000,
    inactivityMinutes,
  },
  ...{ lastLoginAtMs: Date.now() - 26 * 3_600_000, lastLoginFrom: '192.0.2.44', failuresSince: 2 },
  ...{ passwordExpiresInDays: 12, accountExpiresInDays: -1, setupDue: isFlagged('due') },
});

export function installFake(): void {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), location.href);
    if (!url.pathname.startsWith('/api/v1/')) return real(input, init);
    await new Promise((done) => setTimeout(done, 40));
    const parts = url.pathname.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
    const answer = respond(init?.method ?? 'GET', parts, url.searchParams, init?.body);
    if (answer.status === 200 && typeof answer.body === 'string') return new Response(answer.body, { status: 200 });
    return answer.body === undefined
      ? new Response(null, { status: answer.status })
      : Response.json(answer.body, { status: answer.status });
  };
  window.EventSource = FakeEvents as unknown as typeof EventSource; // As much of it as the tool uses.
}

class FakeEvents extends EventTarget {
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;

  constructor() {
    super();
    if (isFlagged('lost')) setTimeout(() => this.onerror?.(), 100);
    else setTimeout(() => this.onopen?.(), 100);
    listeners.add(this);
  }

  close(): void {
    listeners.delete(this);
  }
}

const listeners = new Set<FakeEvents>();
const tell = (what: string): void => {
  for (const one of listeners) one.dispatchEvent(new MessageEvent('changed', { data: JSON.stringify({ what }) }));
};

function respond(
  method: string,
  parts: readonly string[],
  query: URLSearchParams,
  body: BodyInit | null | undefined,
): Answer {
  const [first = '', second = '', third = ''] = parts;
  const given = typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : undefined;
  if (first === 'welcome') return fine({ systemName: 'Brandt & Keller', banner: isFlagged('banner') ? banner : '' });
  if (first === 'password-rules') return fine({ rules });
  if (first === 'login') return login(given);
  if (!loggedIn) return no(401, 'security.no-session', 'You are not logged in.');
  if (first === 'logout') return keepLogin(false);
  if (first === 'session') return fine(session());
  if (first === 'password') {
    if (given.current !== 'right')
      return no(403, 'security.wrong-password', 'The current password is not that.', '', { field: 'current' });
    return fine(session());
  }
  if (first === 'home') return fine(home);
  if (first === 'search') return fine(search(query.get('text') ?? ''));
  if (first === 'setup') return method === 'POST' ? { status: 204 } : fine(setup);
  if (first === 'changes') return change(given);
  if (first === 'undo') return fine({ dryRun: given.dryRun === true, records: [] });
  if (first !== 'forms') return no(404, 'portal.no-such-path', 'There is nothing here.');
  if (second === '') return fine(forms.map((form) => ({ ...form, records: records.get(form.id)?.size ?? 0 })));
  const form = forms.find(({ id }) => id === second);
  if (form === undefined) return no(404, 'administration.unknown-form', `There is no form ${second}.`);
  if (third === '') return fine(form);
  return ofForm(method, form, parts.slice(2), query, given);
}

const setup: Setup = {
  due: true,
  finishedAtMs: 0,
  hosts: ['pbx.brandt.example', 'localhost', '192.0.2.10'],
  listeners: [
    { name: 'https', transport: 'HTTPS', address: '0.0.0.0', port: 8443, closedBecause: '' },
    { name: 'sip-tls', transport: 'TLS', address: '0.0.0.0', port: 5061, closedBecause: '' },
  ],
  authority: {
    certificatePem: '-----BEGIN CERTIFICATE-----',
    fingerprint: Array.from({ length: 32 }, (_, at) => (0xa1 ^ (at * 7)).toString(16).padStart(2, '0')).join(':'),
    endsMs: Date.now() + 3e11,
  },
  certificateEndsMs: Date.now() + 3e10,
};

function keepLogin(value: boolean): Answer {
  loggedIn = value;
  localStorage.setItem('fake-session', value ? 'yes' : 'no');
  return value ? fine(session()) : { status: 204 };
}

function login({ password, newPassword }: Login): Answer {
  if (password === 'change' && newPassword === undefined)
    return no(403, 'security.password-must-change', 'The password must be changed before it can be used.');
  if (newPassword !== undefined && newPassword.length < 9)
    return no(422, 'security.password-too-short', 'The password has fewer than 9 characters.', '', {
      field: 'newPassword',
    });
  if (password !== 'right' && password !== 'change')
    return no(
      401,
      'security.login-refused',
      'The login was refused.',
      'Check the login ID and the password; after several failures wait ten minutes.',
    );
  return keepLogin(true);
}

function ofForm(
  method: string,
  form: FormDescription,
  [what = '', key = '', act]: readonly string[],
  query: URLSearchParams,
  given: Values,
): Answer {
  const all = records.get(form.id) ?? new Map<string, RecordView>();
  if (what === 'export') return fine([...all.values()].map(({ values }) => JSON.stringify(values)).join('\n'));
  if (what === 'history') return fine(history(form, query.get('key') ?? ''));
  if (what === 'import')
    return {
      status: 202,
      body: {
        id: 'w1',
        state: 'done',
        progress: 1,
        words: 'Done.',
        imported: { dryRun: true, added: 3, changed: 1, deleted: 0, unchanged: 0, made: {} },
      },
    };
  if (what === 'record') return fine(all.get(''));
  if (act === 'actions') {
    all.delete(key);
    tell(form.id);
    return { status: 204 };
  }
  if (key === '' && method === 'GET') return fine(page(form, [...all.values()], query));
  if (key === '' && method === 'POST') return change({ changes: [{ kind: 'add', form: form.id, patch: given }] });
  const one = all.get(key);
  if (one === undefined) return no(404, 'administration.unknown-record', `There is no record ${key}.`);
  if (method === 'GET') return fine(one);
  if (method === 'DELETE') return change({ changes: [{ kind: 'delete', form: form.id, key }] });
  return change({ changes: [{ kind: 'change', form: form.id, key, patch: given }] });
}

function page(form: FormDescription, all: RecordView[], query: URLSearchParams) {
  const wanted = (query.get('search') ?? '').toLowerCase();
  const where = [...query]
    .filter(([name]) => name.startsWith('where.'))
    .map(([name, text]) => [name.slice(6), text] as const);
  const sort = query.get('sort') ?? form.key ?? '';
  const found = all.filter(
    ({ values }) =>
      Object.values(values).some((value) => String(value).toLowerCase().includes(wanted)) &&
      where.every(([name, text]) => print(values[name]) === text),
  );
  const order = query.get('descending') === 'true' ? -1 : 1;
  found.sort(
    (a, b) => order * print(a.values[sort]).localeCompare(print(b.values[sort]), undefined, { numeric: true }),
  );
  const offset = Number(query.get('offset') ?? 0);
  return { total: found.length, offset, records: found.slice(offset, offset + Number(query.get('limit') ?? 50)) };
}

const print = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
};

function change({ changes, dryRun = false }: Changes): Answer {
  const refused = changes.flatMap(refuse);
  if (refused.length > 0) return { status: 422, body: { refusals: refused } };
  const done: Changed['records'] = changes.map((wish) => apply(wish, dryRun));
  if (!dryRun) for (const { form } of changes) tell(form);
  return fine({ dryRun, records: done });
}

function refuse(wish: ChangeWish): Refusal[] {
  const form = forms.find(({ id }) => id === wish.form);
  if (form === undefined || wish.kind === 'delete') return [];
  const of = { exit: 2, form: form.id, remedy: 'Give a value that fits.' } as const;
  const missing = form.fields.filter(
    ({ name, required }) => wish.kind === 'add' && required && print(wish.patch[name]) === '',
  );
  const wrong = form.fields.filter(
    ({ name, kind }) => kind === 'whole' && name in wish.patch && !/^\d+$/.test(print(wish.patch[name])),
  );
  return [
    ...missing.map(({ name, label }) => ({ ...of, code: 'forms.missing', words: `${label} is missing.`, field: name })),
    ...wrong.map(({ name, label, expects }) => ({
      ...of,
      code: 'forms.wrong',
      words: `${label} must be ${expects}.`,
      field: name,
    })),
  ];
}

function apply(wish: ChangeWish, dryRun: boolean): Changed['records'][number] {
  const form = forms.find(({ id }) => id === wish.form) as FormDescription; // `refuse` and the tree know no others.
  const all = records.get(form.id) ?? new Map<string, RecordView>();
  const key = wish.kind === 'add' ? print(wish.patch[form.key ?? '']) : (wish.key ?? '');
  const before = wish.kind === 'add' ? undefined : all.get(key);
  const patch = wish.kind === 'delete' ? {} : wish.patch;
  const values = {
    ...Object.fromEntries(form.fields.map(({ name, kind, initial }) => [name, read(kind, initial)])),
    ...before?.values,
    ...typed(form, patch),
  };
  const differences = form.fields
    .filter(({ name }) => wish.kind === 'delete' || print(before?.values[name]) !== print(values[name]))
    .map(({ label, name }) => ({
      label,
      old: print(before?.values[name]),
      new: wish.kind === 'delete' ? '' : print(values[name]),
    }));
  if (!dryRun && wish.kind === 'delete') all.delete(key);
  else if (!dryRun)
    all.set(key, {
      key,
      version: (before?.version ?? 0) + 1,
      changedAtMs: Date.now(),
      changedBy: 'ines.duarte',
      values,
    });
  const made =
    wish.kind === 'add' && form.fields.some(({ made: isMade }) => isMade)
      ? { sipSecret: 'Xq7mRt2vKp9wLc4nBz8sHd3f' }
      : {};
  return {
    form: form.id,
    key,
    kind: wish.kind,
    version: (before?.version ?? 0) + 1,
    differences,
    made: dryRun ? {} : made,
  };
}

const typed = (form: FormDescription, patch: Values): Values =>
  Object.fromEntries(
    Object.entries(patch).map(([name, value]) => {
      const kind = form.fields.find((field) => field.name === name)?.kind ?? 'text';
      if (kind === 'secret') return [name, true];
      return [name, typeof value === 'string' ? read(kind, value) : value];
    }),
  );

function history(form: FormDescription, key: string) {
  const label = form.fields[1]?.label ?? '';
  const field = form.fields[1]?.name ?? '';
  const common = { form: form.id, key, by: 'ines.duarte', notUndoable: '' };
  const atMs = Date.now() - 7_200_000;
  return {
    changes: [
      {
        ...common,
        auditId: 890,
        atMs,
        kind: 'change',
        differences: [{ field, label, old: 'Front desk', new: 'Reception' }],
      },
      { ...common, auditId: 512, atMs: atMs - 9e8, kind: 'add', by: 'administrator', differences: [] },
    ],
    fields: { [field]: { atMs, by: 'ines.duarte', auditId: 890 } },
  };
}

function search(text: string): Found[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (value: string): boolean => value.toLowerCase().includes(wanted);
  return forms
    .flatMap((form): Found[] => {
      const of = { form: form.id, formTitle: form.title };
      return [
        ...(has(form.title) ? [{ ...of, kind: 'form' as const, words: form.title, excerpt: form.help.purpose }] : []),
        ...form.fields
          .filter(({ label, help }) => has(label) || has(help))
          .map(({ name, label, help }) => ({
            ...of,
            kind: 'field' as const,
            field: name,
            words: label,
            excerpt: help,
          })),
        ...[...(records.get(form.id)?.values() ?? [])]
          .filter(({ values }) => !form.single && Object.values(values).some((value) => has(String(value))))
          .slice(0, 8)
          .map(({ key, values }) => ({
            ...of,
            kind: 'record' as const,
            key,
            words: `${key} ${print(values.name)}`,
            excerpt: form.title,
          })),
      ];
    })
    .slice(0, 50);
}

const rules = [
  'At least 9 characters.',
  'Characters of at least 2 of: upper-case letters, lower-case letters, digits, special characters.',
  'No character twice in a row.',
  'Not the login ID, forwards or backwards, alone or within.',
  'None of the passwords that many people use, nor a slight variation of one.',
  'Not the current password, nor one of the 24 before it.',
];

const banner = `This system belongs to Brandt & Keller.

Only people who have been asked to administer it may go on.
What you do here is recorded, and the record can be used as evidence.`;
