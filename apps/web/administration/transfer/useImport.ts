// An import: checked first by a dry run, then done; either may take long, shows how far it is, and can be cancelled.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Imported, Refusal, Work } from '../../../portal/api.ts';
import { api, ProblemError, path, refusalsOf } from '../../shell/api.ts';
import { after } from '../../shell/time.ts';
import { useStable } from '../parts/useStable.ts';
import type { FileFormat } from './placing.ts';

export type ImportMode = 'add' | 'upsert' | 'replace';

export interface ImportFile {
  readonly name: string;
  readonly content: Blob;
  readonly format: FileFormat;
}

export type ImportState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'running'; readonly dryRun: boolean; readonly progress: number; readonly words: string }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'checked'; readonly imported: Imported }
  | { readonly kind: 'done'; readonly imported: Imported };

export interface Importing {
  readonly state: ImportState;
  readonly run: (file: ImportFile, mode: ImportMode, dryRun: boolean) => Promise<void>;
  readonly cancel: () => void;
  readonly again: () => void;
}

const askEveryMs = 400;
const choosing: ImportState = { kind: 'choosing' };

export function useImport(formId: string): Importing {
  const queries = useQueryClient();
  const [state, setState] = useState<ImportState>(choosing);
  const running = useRef<AbortController>(undefined);
  const workId = useRef<string>(undefined);

  const run = useStable(async (file: ImportFile, mode: ImportMode, dryRun: boolean) => {
    const controller = new AbortController();
    running.current = controller;
    const show = ({ progress, words }: Pick<Work, 'progress' | 'words'>): void =>
      setState({ kind: 'running', dryRun, progress, words });
    show({ progress: 0, words: '' });
    try {
      let work = await start(formId, file, mode, dryRun, controller.signal);
      workId.current = work.id;
      while (work.state === 'running' || work.state === 'receiving') {
        show(work);
        await pause(controller.signal);
        work = await api.get<Work>(path('jobs', work.id), { signal: controller.signal });
      }
      setState(endOf(work, dryRun));
    } catch (fault) {
      setState(fault instanceof ProblemError ? { kind: 'refused', refusals: refusalsOf(fault) } : choosing);
    }
    workId.current = undefined;
    if (!dryRun) await queries.invalidateQueries();
  });
  const cancel = useStable(() => {
    running.current?.abort();
    if (workId.current !== undefined) void api.send('DELETE', path('jobs', workId.current)).catch(() => undefined);
    setState(choosing);
  });
  // Who closes the dialog does not want the rest of it.
  useEffect(() => cancel, [cancel]);
  return { state, run, cancel, again: () => setState(choosing) };
}

function start(
  formId: string,
  { content, format }: ImportFile,
  mode: ImportMode,
  dryRun: boolean,
  signal: AbortSignal,
) {
  const to = `${path('forms', formId, 'import')}?format=${format}&mode=${mode}&dryRun=${dryRun}`;
  const contentType = format === 'csv' ? 'text/csv' : 'application/json';
  return api.send<Work>('POST', to, content, { contentType, signal });
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((done, stopped) => {
    const stop = after(askEveryMs, done);
    signal.addEventListener('abort', () => {
      stop();
      stopped(signal.reason);
    });
  });

function endOf({ state, imported, refusals = [] }: Work, dryRun: boolean): ImportState {
  if (state === 'done' && imported !== undefined) return { kind: dryRun ? 'checked' : 'done', imported };
  return state === 'refused' ? { kind: 'refused', refusals } : choosing;
}
