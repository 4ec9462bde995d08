// The view Hot Desks: who is logged in at which desk now.

import { defineView, digits, moment, type RecordOf, text } from '#forms';

export const hotDesksView = defineView({
  id: 'hot-desks',
  title: 'Hot Desks',
  group: 'Phones and people',
  help: {
    purpose: 'Shows who is logged in at which desk now, one person a line.',
    conditions:
      'A person is logged in until they log out, somebody else logs in at the desk, an administrator logs them out, their time in System Options is over, or the desk does not accept logins any more. Calls in progress go on.',
    recommendation: 'Log out whoever has gone home: until then the phones of the desk call as that person.',
  },
  key: 'person',
  fields: {
    person: digits({ label: 'Person', help: 'The extension of the person.', min: 1, max: 15 }),
    name: text({ label: 'Name', help: 'The name of the person.', initial: '' }),
    desk: digits({ label: 'Desk', help: 'The extension whose phones are theirs meanwhile.', min: 1, max: 15 }),
    deskName: text({ label: 'Name of the desk', help: 'The name of that extension.', initial: '' }),
    address: text({
      label: 'Address',
      help: 'Where the phone of the desk is that registered last; blank while none is registered.',
      initial: '',
    }),
    since: moment({ label: 'Since', help: 'When the person logged in.' }),
  },
  actions: {
    logOut: {
      label: 'Log out',
      help: 'The phones of the desk are its own again. Calls in progress go on.',
      confirm: 'Log out this person? Calls in progress go on, new ones are those of the desk.',
    },
  },
});

export type HotDeskRow = RecordOf<typeof hotDesksView>;
