// Around the forms: search, home, setup, the proof of the audit trail.

import type { Route } from './route.ts';
import { route } from './route.ts';

export const systemRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: 'search', summary: 'Forms, fields, help and records in which a text is found' },
    ...{ query: ['text'], gives: 'FoundList' },
    run: (call) => call.ask('search', { text: call.query.text ?? '' }),
  }),
  route({
    ...{ method: 'GET', path: 'home', summary: 'Alarms, phones, calls, and what was changed last', gives: 'Home' },
    run: (call) => call.ask('home', {}),
  }),
  route({
    ...{ method: 'GET', path: 'setup', summary: 'What the setup assistant shows', gives: 'Setup' },
    run: (call) => call.ask('setup.get', {}),
  }),
  route({
    ...{ method: 'POST', path: 'setup', summary: 'The setup assistant has been finished' },
    run: (call) => call.ask('setup.done', {}),
  }),
  route({
    ...{ method: 'GET', path: 'audit/verify', summary: 'Is the audit trail whole and unaltered?', gives: 'Verdict' },
    run: (call) => call.ask('audit.verify', {}),
  }),
  route({
    ...{ method: 'GET', path: 'audit/archives', summary: 'Entries that are kept in files of their own' },
    gives: 'Archives',
    run: (call) => call.ask('audit.archives', {}),
  }),
];
