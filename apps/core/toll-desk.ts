// The toll guard as it is asked: who has spent what, what an extension could cost, and the blocks as a view.

import { type Administration, rowsSource } from '#administration';
import { no, ok, type Result } from '#base';
import { type Party, type Station, type TollGuard, tollBlocks, tollLimits, trunks } from '#calls';
import type { Configuration } from '#forms';
import { coreCodes } from './core.codes.ts';
import type { TollDoor } from './core-door.ts';
import type { TollSimulationLine } from './toll-protocol.ts';

export interface TollDeskOptions {
  readonly configuration: () => Configuration;
  readonly station: (number: string) => Station | undefined;
  /** None while the system is offline: nobody calls. */
  readonly guard: TollGuard | undefined;
}

export function makeTollDoor({ configuration, station, guard }: TollDeskOptions): TollDoor {
  if (guard === undefined) {
    const offline = async () => no(coreCodes.refuse('core.toll-offline'));
    return { spent: () => [], simulate: offline };
  }
  return {
    spent: () => guard.spent(),
    simulate: async (extension, span) => {
      const behind = station(extension);
      if (behind === undefined) return no(coreCodes.refuse('core.toll-nobody', { extension }));
      const weekend = guard.weekend(span.fromMs);
      const { fromMs = weekend.fromMs, toMs = weekend.toMs } = span;
      return await worst(guard, behind, { fromMs, toMs, trunks: trunksOf(configuration()) });
    },
  };
}

/** Trunks are told apart only where limits of theirs are; otherwise any one is as good as another. */
function trunksOf(configuration: Configuration): string[] {
  const limited = [...configuration.records(tollLimits).values()].some(({ scope }) => scope === 'trunk');
  if (!limited) return [];
  return [...configuration.records(trunks).values()].filter(({ enabled }) => enabled).map(({ name }) => name);
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly trunks: readonly string[];
}

/** By day and by night an extension may have other classes of service: the one that could cost most is told. */
async function worst(guard: TollGuard, behind: Station & Party, span: Span): Promise<Result<TollSimulationLine>> {
  const { dayService, night1Service, night2Service } = behind.record;
  let most: TollSimulationLine | undefined;
  for (const serviceClass of new Set([dayService, night1Service, night2Service])) {
    const simulated = await guard.simulate({ behind, serviceClass, ...span });
    if (!simulated.ok) return simulated;
    const line = { extension: behind.number, serviceClass, ...simulated.value };
    if (most === undefined || line.amount > most.amount) most = line;
  }
  return most === undefined ? no(coreCodes.refuse('core.toll-nobody', { extension: behind.number })) : ok(most);
}

/** Gives the view Toll Blocks its rows and its action. */
export function giveTollBlocks(administration: Administration, guard: TollGuard): void {
  administration.source(
    tollBlocks,
    rowsSource(
      tollBlocks,
      () => guard.blocks(),
      async (_, action, key) => (action === 'release' ? guard.release(key) : ok(undefined)),
    ),
  );
}
