// What the administrators of the bench do while phones call: they import, export the audit trail and page through lists.

import type { HttpsClient } from '../../test/https.ts';

export interface WorkResult {
  /** Milliseconds of each list page. */
  readonly pages: readonly number[];
  readonly importMs: number;
  readonly exportMs: number;
  readonly failures: readonly string[];
}

export interface WorkPlan {
  readonly firstNumber: number;
  /** Extensions imported: added in the first round, changed in the next ones. */
  readonly rows: number;
  readonly round: number;
  readonly pagesPerSecond: number;
  readonly forMs: number;
}

const form = 'users-and-services';
const pageRecords = 50;
const lookAgainMs = 100;

interface Work {
  readonly id: string;
  readonly state: string;
  readonly refusals?: readonly { readonly words: string }[];
}

/** One import, one export of the audit trail after it, and lists all the while. */
export async function administer(
  browser: HttpsClient,
  { firstNumber, rows, pagesPerSecond, forMs, round }: WorkPlan,
): Promise<WorkResult> {
  const failures: string[] = [];
  const paging = page(browser, pagesPerSecond, forMs, failures);
  const importMs = await importExtensions(browser, firstNumber, rows, round, failures);
  const started = performance.now();
  const exported = await browser.send('GET', 'audit/export');
  const exportMs = performance.now() - started;
  if (exported.status !== 200) failures.push(`audit/export: ${exported.status}`);
  return { pages: await paging, importMs, exportMs, failures };
}

async function importExtensions(
  browser: HttpsClient,
  first: number,
  rows: number,
  round: number,
  failures: string[],
): Promise<number> {
  const lines = Array.from({ length: rows }, (_, index) => `${first + index},Person ${first + index} of ${round}`);
  const started = performance.now();
  const path = `forms/${form}/import?format=csv&mode=upsert&dryRun=false`;
  const sent = await browser.send('POST', path, {
    headers: { 'content-type': 'text/csv' },
    body: `number,name\n${lines.join('\n')}\n`,
  });
  if (sent.status !== 202 && sent.status !== 200) failures.push(`import: ${sent.status} ${sent.text.slice(0, 300)}`);
  else {
    let work: Work = JSON.parse(sent.text);
    while (work.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      work = await browser.get<Work>(`jobs/${work.id}`);
    }
    if (work.state !== 'done') failures.push(`import: ${work.state} ${work.refusals?.[0]?.words ?? ''}`);
  }
  return performance.now() - started;
}

/** Lists at a steady rate, each another page in another order. */
async function page(browser: HttpsClient, perSecond: number, forMs: number, failures: string[]): Promise<number[]> {
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const started = performance.now();
  let begun = 0;
  while (performance.now() - started < forMs) {
    const due = ((performance.now() - started) / 1_000) * perSecond;
    for (; begun < due; begun++) {
      const offset = (begun * pageRecords) % 10_000;
      const sort = begun % 2 === 0 ? 'name' : 'number';
      const path = `forms/${form}/records?offset=${offset}&limit=${pageRecords}&sort=${sort}`;
      asked.push(
        list(browser, path).then(
          (ms) => void times.push(ms),
          (fault: unknown) => void failures.push(String(fault)),
        ),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(asked);
  return times;
}

async function list(browser: HttpsClient, path: string): Promise<number> {
  const started = performance.now();
  await browser.get(path);
  return performance.now() - started;
}
