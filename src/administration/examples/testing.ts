// For tests: five small forms and a view, with every kind of field and rule that administration treats in its own way.

import {
  access,
  choice,
  defineForm,
  defineView,
  digits,
  networks,
  reference,
  references,
  secret,
  text,
  whole,
  yesNo,
} from '#forms';

const help = { purpose: 'For tests.', conditions: 'None.', recommendation: 'None.' };
const words = (label: string) => ({ label, help: `The ${label}.` });

export const teams = defineForm({
  id: 'teams',
  title: 'Teams',
  group: 'System',
  help,
  key: 'name',
  first: [{ name: 'Sales' }, { name: 'Support', open: true }],
  fields: {
    name: text({ ...words('Name'), max: 20 }),
    open: yesNo({ ...words('Open'), initial: false }),
    order: references({ ...words('Order'), to: 'people', max: 3 }),
  },
});

export const settings = defineForm({
  id: 'settings',
  title: 'Settings',
  group: 'System',
  help,
  single: true,
  fields: {
    length: whole({ ...words('Length'), min: 2, max: 5, initial: 3, unit: 'digits' }),
    key: secret({ ...words('Key'), min: 4, max: 20 }),
  },
});

export const people = defineForm({
  id: 'people',
  title: 'People',
  group: 'Phones and people',
  help,
  key: 'number',
  fields: {
    number: digits({ ...words('Number'), min: 2, max: 5 }),
    name: text({ ...words('Name'), max: 30, initial: '' }),
    team: reference({ ...words('Team'), to: 'teams', initial: '' }),
    email: text({ ...words('Email'), max: 40, initial: '', unique: true }),
    grade: choice({ ...words('Grade'), of: { low: 'Low', high: 'High' }, initial: 'low' }),
    from: networks({ ...words('Networks'), max: 3 }),
    pin: secret({ ...words('PIN'), min: 4, max: 20, made: 8 }),
  },
  rules: (record, look) => {
    const { length } = look.single(settings);
    return [
      ...(record.number.length === length
        ? []
        : [{ code: 'test.length', words: `The number must have ${length} digits.`, field: 'number' }]),
      ...(record.name === 'Nobody' ? [{ code: 'test.nobody', words: 'Nobody is no name.', field: 'name' }] : []),
    ];
  },
});

/** People who log in: a hashed password, a field for the security administrator alone, text of several lines, a policy. */
export const logins = defineForm({
  id: 'logins',
  title: 'Logins',
  group: 'Security',
  help,
  key: 'name',
  fields: {
    name: text({ ...words('Name'), max: 20 }),
    password: secret({ ...words('Password'), min: 4, max: 20, made: () => 'made-once', kept: 'hashed' }),
    state: choice({ ...words('State'), of: { open: 'Open', new: 'New password' }, initial: 'open' }),
    guarded: yesNo({ ...words('Guarded'), initial: true, duty: 'security' }),
    note: text({ ...words('Note'), max: 60, initial: '', lines: 3 }),
    policy: access(words('Policy')),
  },
  settle: (_, { made }) => (made.includes('password') ? { state: 'new' as const } : {}),
  secretRules: (_, clear, record) =>
    clear.reveal().includes(record.name)
      ? [{ code: 'test.weak', words: 'The password holds the name.', field: 'password' }]
      : [],
});

/** What lights now. */
export const lamps = defineView({
  id: 'lamps',
  title: 'Lamps',
  group: 'System',
  help,
  key: 'place',
  fields: {
    place: text({ ...words('Place'), max: 20 }),
    watts: whole({ ...words('Watts'), min: 0, max: 100 }),
    lit: yesNo({ ...words('Lit'), initial: false }),
  },
  actions: { switchOff: { label: 'Switch off', help: 'Switches the lamp off.', confirm: 'Switch it off?' } },
});
