// Routes, lists and plans as decisions take them: made once when the configuration changes, and never changed.

import type { Configuration } from '#forms';
import { restrictionGroups } from '../restriction/class-of-restriction-groups.form.ts';
import { barredBy } from '../restriction/restriction.ts';
import { compilePeriod, isWithin, type Mode, type Period, type SiteMoment } from '../times/mode.ts';
import { timePeriods } from '../times/time-periods.form.ts';
import { digitModification } from './digit-modification.form.ts';
import { routeLists, routesIn } from './route-lists.form.ts';
import { type RoutePlan, routePlans } from './route-plans.form.ts';
import { routes } from './routes.form.ts';

export interface Route {
  readonly name: string;
  readonly enabled: boolean;
  readonly trunk: string;
  readonly deletes: number;
  readonly inserts: string;
  /** The group that bars from it, blank for none. */
  readonly group: string;
  readonly barred: ReadonlySet<number> | undefined;
}

/** Routes in the order in which they are tried; none where there is no way. */
export type Routes = readonly Route[];

/** What holds at which time. */
export interface TimedWays {
  readonly periods: readonly { readonly name: string; readonly period: Period; readonly routes: Routes }[];
  readonly modes: Readonly<Record<Mode, Routes>>;
}

export interface Ways {
  readonly routes: ReadonlyMap<string, Routes>;
  readonly lists: ReadonlyMap<string, Routes>;
  readonly plans: ReadonlyMap<string, TimedWays>;
}

const none: Routes = [];

export function compileWays(configuration: Configuration): Ways {
  const single = compileRoutes(configuration);
  const routesOf = (name: string): Routes => single.get(name) ?? none;
  const lists = new Map(
    configuration
      .records(routeLists)
      .entries()
      .map(([name, list]): [string, Routes] => [name, routesIn(list).flatMap(routesOf)]),
  );
  const way = (route: string, list: string): Routes => (route === '' ? (lists.get(list) ?? none) : routesOf(route));
  const plans = new Map(
    configuration
      .records(routePlans)
      .entries()
      .map(([name, plan]): [string, TimedWays] => [name, compilePlan(plan, configuration, way)]),
  );
  return { routes: single, lists, plans };
}

/** Each by itself is a way too. */
function compileRoutes(configuration: Configuration): ReadonlyMap<string, Routes> {
  const modifications = configuration.records(digitModification);
  const groups = configuration.records(restrictionGroups);
  const compiled = new Map<string, Routes>();
  for (const { name, enabled, trunk, digitModification: number, restrictionGroup } of configuration
    .records(routes)
    .values()) {
    const modification = modifications.get(number);
    const group = groups.get(restrictionGroup);
    const route = {
      ...{ name, enabled, trunk, deletes: modification?.delete ?? 0, inserts: modification?.insert ?? '' },
      ...{ group: restrictionGroup, barred: group === undefined ? undefined : barredBy(group) },
    };
    compiled.set(name, [route]);
  }
  return compiled;
}

function compilePlan(
  plan: RoutePlan,
  configuration: Configuration,
  way: (route: string, list: string) => Routes,
): TimedWays {
  const periods = configuration.records(timePeriods);
  const timed = (name: string, routes: Routes): TimedWays['periods'] => {
    const record = periods.get(name);
    return record === undefined ? [] : [{ name, period: compilePeriod(record), routes }];
  };
  return {
    periods: [
      ...timed(plan.period1, way(plan.period1Route, plan.period1List)),
      ...timed(plan.period2, way(plan.period2Route, plan.period2List)),
      ...timed(plan.period3, way(plan.period3Route, plan.period3List)),
    ],
    modes: {
      day: way(plan.dayRoute, plan.dayList),
      night1: way(plan.night1Route, plan.night1List),
      night2: way(plan.night2Route, plan.night2List),
    },
  };
}

/** What a plan says at a moment, and which of its periods does; blank where the mode decides. */
export function waysAt(plan: TimedWays, moment: SiteMoment): { readonly routes: Routes; readonly period: string } {
  const within = plan.periods.find(({ period }) => isWithin(period, moment));
  return within === undefined
    ? { routes: plan.modes[moment.mode], period: '' }
    : { routes: within.routes, period: within.name };
}

/** What a route sends for what was dialled. */
export const modified = ({ deletes, inserts }: Route, dialled: string): string =>
  deletes === 0 && inserts === '' ? dialled : inserts + dialled.slice(deletes);
