// The ways to a form that the matrix walks: each asks the running system for one thing and tells what came of it.

import type { HttpsAnswer, HttpsClient } from '../https.ts';

/** Done or done but for the content; refused because it may only be read; or answered as if there were no such form. */
export type Outcome = 'yes' | 'no' | 'absent';

export interface Place {
  readonly id: string;
  readonly title: string;
  readonly kind: 'table' | 'single' | 'view';
  readonly key: string;
  readonly actions: readonly string[];
}

type Way = (browser: HttpsClient, place: Place) => Promise<Outcome>;

const unknown = 'forms.unknown-form';
const notPermitted = 'administration.not-permitted';

/** By its code, as the status alone does not tell a hidden form from a missing record. */
function outcomeOf(answer: HttpsAnswer): Outcome {
  if (answer.status < 300) return 'yes';
  const { refusals = [] }: { refusals?: { code: string }[] } = JSON.parse(answer.text);
  const codes = refusals.map(({ code }) => code);
  if (codes.includes(unknown)) return expect(answer, 404, 'absent');
  return codes.includes(notPermitted) ? expect(answer, 403, 'no') : 'yes';
}

function expect(answer: HttpsAnswer, status: number, outcome: Outcome): Outcome {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return outcome;
}

const change = (wish: (place: Place) => object) => async (browser: HttpsClient, place: Place) =>
  outcomeOf(
    await browser.send('POST', 'changes', { body: { changes: [{ form: place.id, ...wish(place) }], dryRun: true } }),
  );

const recordKey = ({ kind }: Place): object => (kind === 'single' ? {} : { key: 'none-of-this-name' });

/** In the order of the columns. */
export const ways: Readonly<Record<string, Way>> = {
  menu: async (browser, { id }) => {
    const forms = await browser.get<readonly { id: string }[]>('forms');
    return forms.some((form) => form.id === id) ? 'yes' : 'absent';
  },
  search: async (browser, { id, title }) => {
    const found = await browser.get<readonly { form: string; kind: string }[]>(
      `search?text=${encodeURIComponent(title)}`,
    );
    return found.some(({ form }) => form === id) ? 'yes' : 'absent';
  },
  interface: async (browser, { id }) => {
    const document = await browser.get<{ paths: object }>('openapi.json');
    return Object.keys(document.paths).some((path) => path.includes(`/forms/${id}`)) ? 'yes' : 'absent';
  },
  help: async (browser, { id }) => outcomeOf(await browser.send('GET', `forms/${id}`)),
  read: async (browser, { id, kind }) =>
    outcomeOf(await browser.send('GET', `forms/${id}/${kind === 'single' ? 'record' : 'records?limit=1'}`)),
  history: async (browser, { id, kind }) =>
    outcomeOf(await browser.send('GET', `forms/${id}/history${kind === 'single' ? '' : '?key=none-of-this-name'}`)),
  export: async (browser, { id }) => outcomeOf(await browser.send('GET', `forms/${id}/export?format=json`)),
  add: change(() => ({ kind: 'add', patch: {} })),
  change: change((place) => ({ kind: 'change', ...recordKey(place), patch: {} })),
  delete: change(() => ({ kind: 'delete', key: 'none-of-this-name' })),
  import: async (browser, { id, key }) => {
    const path = `forms/${id}/import?format=csv&mode=add&dryRun=true`;
    const sent = await browser.send('POST', path, { headers: { 'content-type': 'text/csv' }, body: `${key}\n` });
    if (sent.status >= 300) return outcomeOf(sent);
    let work: { id: string; state: string; refusals?: readonly object[] } = JSON.parse(sent.text);
    while (work.state === 'running') work = await browser.get(`jobs/${work.id}`);
    return work.state === 'refused'
      ? outcomeOf({ ...sent, status: statusOf(work.refusals), text: JSON.stringify(work) })
      : 'yes';
  },
  act: async (browser, { id, actions }) =>
    outcomeOf(await browser.send('POST', `forms/${id}/records/none-of-this-name/actions/${actions[0] ?? 'end'}`)),
};

const statusOf = (refusals: readonly { http?: number }[] = []): number => refusals[0]?.http ?? 422;

/** Whether a form of this kind can be asked that at all. */
export function applies(way: string, { kind, actions }: Place): boolean {
  if (way === 'act') return actions.length > 0;
  if (kind === 'view') return !['add', 'change', 'delete', 'import', 'history'].includes(way);
  return kind === 'single' ? !['add', 'delete', 'import'].includes(way) : true;
}
