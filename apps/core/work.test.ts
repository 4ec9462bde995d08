// Tests of work that takes long: its file in pieces, its end, who may ask for it, and when it is forgotten.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportManner, ImportSummary } from '#administration';
import { FakeClock, limits, no, ok, Secret, silentLog } from '#base';
import type { ActiveSession } from '#security';
import { printImported } from './requests/forms.ts';
import { sessionForTests } from './testing.ts';
import { Works } from './work.ts';

const wish = { form: 'users', format: 'csv', mode: 'add', dryRun: false } as const;
const summary: ImportSummary = {
  ...{ dryRun: false, added: 1, changed: 0, deleted: 0, unchanged: 0 },
  made: new Map([['201', { sipSecret: new Secret('Xk3') }]]),
};

type Import = (
  content: string,
  manner: ImportManner,
) => Promise<ReturnType<typeof ok<ImportSummary>>> | ReturnType<typeof no<[]>>;

/** Works over an import that the test plays; sessions that it can end. */
function make(played: (content: string, manner: ImportManner) => unknown = () => ok(summary)) {
  const clock = new FakeClock();
  const works = new Works({
    ...{ clock, log: silentLog, printImported },
    administration: {
      mayImport: (_, form) => (form === 'hidden' ? no({ code: 'forms.unknown-form', words: 'no' }) : ok(undefined)),
      importRecords: async (_, __, content, manner) =>
        (await played(Buffer.from(content).toString(), manner)) as Awaited<ReturnType<Import>> & { ok: true },
    },
    refusalLine: ({ code, words }) => ({ code, words, remedy: '', exit: 1 }),
  });
  return { clock, works };
}

function session(id: string): ActiveSession & { end(): void } {
  const ends = new Set<(why: string) => void>();
  return {
    ...sessionForTests,
    session: { ...sessionForTests.session, id },
    onEnd: (ended) => {
      ends.add(ended);
      return () => ends.delete(ended);
    },
    end: () => {
      for (const ended of ends) ended('gone');
    },
  };
}

const codeOf = (result: { ok: boolean; refusal?: unknown }): string =>
  result.ok ? '' : ((result.refusal as { code: string }).code ?? '');

function started(works: Works, by: ActiveSession): string {
  const work = works.start(by, wish);
  assert.ok(work.ok);
  assert.equal(work.value.state, 'receiving');
  return work.value.id;
}

async function run(works: Works, by: ActiveSession, id: string) {
  const running = works.run(by, id);
  assert.ok(running.ok);
  return await running.value;
}

test('a file comes in pieces, cut anywhere; secrets that were made are told once', async () => {
  const contents: string[] = [];
  const { works } = make((content) => {
    contents.push(content);
    return ok(summary);
  });
  const anna = session('a');
  const id = started(works, anna);
  const bytes = Buffer.from('number,name\n201,Zoë\n');
  for (const piece of [bytes.subarray(0, 17), bytes.subarray(17)]) assert.ok(works.add(anna, id, piece).ok);
  const done = await run(works, anna, id);
  assert.deepEqual(contents, ['number,name\n201,Zoë\n']);
  assert.deepEqual([done.state, done.progress, done.imported?.made], ['done', 1, { 201: { sipSecret: 'Xk3' } }]);
  const again = works.get(anna, id);
  assert.ok(again.ok);
  assert.deepEqual([again.value.imported?.added, again.value.imported?.made], [1, {}]);
});

test('long work is answered after a moment, with its progress, and can be cancelled', async () => {
  let manner: ImportManner | undefined;
  const { works, clock } = make((_, given) => {
    manner = given;
    return new Promise((resolve) =>
      given.signal?.addEventListener('abort', () => resolve(no([{ code: 'x', words: '' }]))),
    );
  });
  const anna = session('a');
  const id = started(works, anna);
  const first = run(works, anna, id);
  manner?.onProgress?.(0.4);
  manner?.onProgress?.(0.2);
  clock.advance(250);
  assert.deepEqual([(await first).state, (await first).progress], ['running', 0.4]);
  assert.equal(codeOf(works.run(anna, id)), 'core.no-such-work', 'run twice');
  assert.ok(works.cancel(anna, id).ok);
  await new Promise((resolve) => setImmediate(resolve));
  const ended = works.get(anna, id);
  assert.ok(ended.ok);
  assert.deepEqual([ended.value.state, ended.value.refusals], ['cancelled', undefined]);
});

test('what the import refuses is told row by row; a fault shows its id alone', async () => {
  const refused = make(() => no([{ code: 'forms.unknown-field', words: 'No.', row: 3 }]));
  const anna = session('a');
  const line = await run(refused.works, anna, started(refused.works, anna));
  assert.deepEqual([line.state, line.refusals?.map(({ code }) => code)], ['refused', ['forms.unknown-field']]);
  const broken = make(() => {
    throw new Error('a secret detail');
  });
  const fault = await run(broken.works, anna, started(broken.works, anna));
  assert.deepEqual(
    fault.refusals?.map(({ code }) => code),
    ['core.fault'],
  );
  assert.doesNotMatch(JSON.stringify(fault), /secret detail/);
});

test('where nothing may be imported no work begins', () => {
  const { works } = make();
  assert.equal(codeOf(works.start(session('a'), { ...wish, form: 'hidden' })), 'forms.unknown-form');
  assert.equal(works.size, 0);
});

test('an import that may not be is refused before its file comes', () => {
  const { works } = make();
  assert.equal(codeOf(works.start(session('a'), { ...wish, form: 'hidden' })), 'forms.unknown-form');
  assert.equal(works.size, 0);
});

test('another session’s work does not exist', async () => {
  const { works } = make();
  const [anna, bert] = [session('a'), session('b')];
  const id = started(works, anna);
  for (const result of [
    works.get(bert, id),
    works.cancel(bert, id),
    works.run(bert, id),
    works.add(bert, id, Buffer.from('x')),
  ])
    assert.equal(codeOf(result), 'core.no-such-work');
  assert.equal(codeOf(works.get(anna, 'none')), 'core.no-such-work');
  assert.ok(works.get(anna, id).ok);
});

test('a file that is too long is refused when it is run, and nothing of it is kept', async () => {
  const { works } = make(() => assert.fail('it was imported'));
  const anna = session('a');
  const id = started(works, anna);
  const piece = Buffer.alloc(4_194_304);
  for (let sent = 0; sent < limits.forms.importBytes; sent += piece.length) assert.ok(works.add(anna, id, piece).ok);
  assert.ok(works.add(anna, id, Buffer.from('x')).ok);
  assert.equal(codeOf(works.add(anna, id, piece)), 'core.no-such-work');
  const line = await run(works, anna, id);
  assert.deepEqual([line.state, line.refusals?.[0]?.code], ['refused', 'core.file-too-long']);
});

test('so much work of one session, and of all, and no more; what has ended does not count', async () => {
  const { works } = make();
  const anna = session('a');
  const ids = Array.from({ length: limits.work.perSession }, () => started(works, anna));
  assert.equal(codeOf(works.start(anna, wish)), 'core.too-much-work');
  assert.ok(works.cancel(anna, ids[0] ?? '').ok);
  started(works, anna);
  for (let at = limits.work.perSession; at < limits.work.atOnce; at++) started(works, session(`s${at}`));
  assert.equal(codeOf(works.start(session('z'), wish)), 'core.too-much-work');
});

test('work ends with its session, and is forgotten when nobody asks for it', async () => {
  let aborted = false;
  const { works, clock } = make((_, { signal }) => {
    signal?.addEventListener('abort', () => {
      aborted = true;
    });
    return new Promise(() => undefined);
  });
  const [anna, bert] = [session('a'), session('b')];
  const id = started(works, anna);
  const running = works.run(anna, id);
  assert.ok(running.ok);
  anna.end();
  assert.equal(aborted, true);
  assert.equal(works.size, 0);
  started(works, bert);
  clock.advance(limits.work.keptMs);
  assert.equal(works.size, 0);
});
