// Work that takes long: imports of the tool, in the background. Only the session that began one may ask for it; it ends with the
// session. The file comes in pieces, so that no line to the portal is long.

import type { Administration, ImportManner, ImportSummary } from '#administration';
import { type Cancel, type Clock, type Log, limits, no, ok, type Refusal, type Result, randomHex } from '#base';
import type { ActiveSession } from '#security';
import { coreCodes } from './core.codes.ts';
import type { ImportParams, WorkLine } from './portal-protocol.ts';
import type { ImportedLine, RefusalLine } from './protocol.ts';

export interface WorksOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly administration: Pick<Administration, 'importRecords' | 'mayImport'>;
  readonly refusalLine: (refusal: Refusal) => RefusalLine;
  /** The end of an import for whoever began it, made secrets in clear. */
  readonly printImported: (summary: ImportSummary) => ImportedLine;
}

interface Work {
  readonly id: string;
  readonly session: ActiveSession;
  readonly wish: ImportParams;
  readonly abort: AbortController;
  readonly pieces: Buffer[];
  sizeBytes: number;
  state: WorkLine['state'];
  progress: number;
  words: string;
  imported: ImportedLine | undefined;
  refusals: readonly RefusalLine[] | undefined;
  forget: Cancel;
  /** Takes back that the work ends with its session. */
  released: () => void;
}

/** How long `run` waits for short work, so that it is answered at once. */
const shortWorkMs = 250;

export class Works {
  readonly #options: WorksOptions;
  readonly #works = new Map<string, Work>();

  constructor(options: WorksOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#works.size;
  }

  /** Begins an import, whose file is to follow. Refused where it may not be, and while there are too many, of all or of this session. */
  start(session: ActiveSession, wish: ImportParams): Result<WorkLine> {
    const may = this.#options.administration.mayImport(session.actor('import'), wish.form);
    if (!may.ok) return may;
    const own = [...this.#works.values()].filter((work) => isOf(work, session) && isOpen(work));
    const all = [...this.#works.values()].filter(isOpen);
    if (own.length >= limits.work.perSession || all.length >= limits.work.atOnce)
      return no(coreCodes.refuse('core.too-much-work'));
    const work: Work = {
      ...{ id: randomHex(8), session, wish, abort: new AbortController(), pieces: [], sizeBytes: 0 },
      ...{ state: 'receiving', progress: 0, words: 'The file is being received.' },
      ...{ imported: undefined, refusals: undefined, forget: () => undefined, released: () => undefined },
    };
    this.#works.set(work.id, work);
    work.released = session.onEnd(() => this.#drop(work));
    this.#forgetLater(work);
    return ok(lineOf(work));
  }

  /** The next piece of the file. */
  add(session: ActiveSession, id: string, piece: Buffer): Result<null> {
    const found = this.#find(session, id, 'receiving');
    if (!found.ok) return found;
    const work = found.value;
    if (work.sizeBytes + piece.length > limits.forms.importBytes) {
      this.#end(work, 'refused', coreCodes.refuse('core.file-too-long', { most: limits.forms.importBytes }));
      return ok(null);
    }
    work.pieces.push(piece);
    work.sizeBytes += piece.length;
    this.#forgetLater(work);
    return ok(null);
  }

  /** The file is whole. Gives the state when the work has ended, or soon. A file that was refused already stays so. */
  run(session: ActiveSession, id: string): Result<Promise<WorkLine>> {
    const found = this.#find(session, id);
    if (!found.ok) return found;
    const work = found.value;
    if (work.state === 'refused') return ok(Promise.resolve(tell(work)));
    if (work.state !== 'receiving') return no(coreCodes.refuse('core.no-such-work'));
    work.state = 'running';
    work.words = 'The records are being checked and written.';
    work.forget();
    const done = this.#import(work, session);
    const soon = new Promise<void>((resolve) => this.#options.clock.after(shortWorkMs, resolve));
    return ok(Promise.race([done, soon]).then(() => tell(work)));
  }

  get(session: ActiveSession, id: string): Result<WorkLine> {
    const found = this.#find(session, id);
    return found.ok ? ok(tell(found.value)) : found;
  }

  /** Ends work that is not done yet; what is written already stays. */
  cancel(session: ActiveSession, id: string): Result<WorkLine> {
    const found = this.#find(session, id);
    if (!found.ok) return found;
    const work = found.value;
    work.abort.abort();
    if (work.state === 'receiving') this.#end(work, 'cancelled');
    return ok(tell(work));
  }

  async #import(work: Work, session: ActiveSession): Promise<void> {
    const { form, ...manner } = work.wish;
    const content = Buffer.concat(work.pieces.splice(0));
    const asked: ImportManner = {
      ...manner,
      signal: work.abort.signal,
      onProgress: (part) => {
        work.progress = Math.max(work.progress, Math.min(1, part));
      },
    };
    try {
      const actor = session.actor('import');
      const imported = await this.#options.administration.importRecords(actor, form, content, asked);
      if (imported.ok) work.imported = this.#options.printImported(imported.value);
      if (imported.ok) this.#end(work, 'done');
      else if (work.abort.signal.aborted) this.#end(work, 'cancelled');
      else this.#end(work, 'refused', ...imported.refusal);
    } catch (fault) {
      const id = this.#options.log.fault('an import failed', fault);
      this.#end(work, 'refused', coreCodes.refuse('core.fault', { id }));
    }
  }

  #end(work: Work, state: 'done' | 'refused' | 'cancelled', ...refusals: readonly Refusal[]): void {
    work.state = state;
    work.pieces.length = 0;
    work.words = ended[state];
    if (state === 'done') work.progress = 1;
    if (refusals.length > 0) work.refusals = refusals.map(this.#options.refusalLine);
    this.#forgetLater(work);
  }

  /** Another session's work does not exist. */
  #find(session: ActiveSession, id: string, state?: Work['state']): Result<Work> {
    const work = this.#works.get(id);
    if (work !== undefined && isOf(work, session) && (state === undefined || work.state === state)) return ok(work);
    return no(coreCodes.refuse('core.no-such-work'));
  }

  #forgetLater(work: Work): void {
    work.forget();
    work.forget = this.#options.clock.after(limits.work.keptMs, () => this.#drop(work));
  }

  #drop(work: Work): void {
    work.abort.abort();
    work.forget();
    work.released();
    work.pieces.length = 0;
    this.#works.delete(work.id);
  }
}

const ended = {
  done: 'Everything is done.',
  refused: 'Nothing was changed: the file was refused.',
  cancelled: 'Nothing was changed: the import was cancelled.',
} as const;

const isOpen = ({ state }: Work): boolean => state === 'receiving' || state === 'running';
const isOf = (work: Work, session: ActiveSession): boolean => work.session.session.id === session.session.id;

/** What the work has come to; secrets that were made are told with this and then forgotten. */
function tell(work: Work): WorkLine {
  const line = lineOf(work);
  if (work.imported !== undefined) work.imported = { ...work.imported, made: {} };
  return line;
}

const lineOf = ({ id, state, progress, words, imported, refusals }: Work): WorkLine => ({
  ...{ id, state, progress, words },
  ...(imported === undefined ? {} : { imported }),
  ...(refusals === undefined ? {} : { refusals }),
});
