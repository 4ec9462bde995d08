// The routing plan: all forms of routing as decisions read them, made anew whenever one of them changes.

import type { Configuration } from '#forms';
import { type HuntGroup, huntGroups } from '../groups/hunt-groups.form.ts';
import { PickupGroups } from '../groups/pickup.ts';
import { pickupGroups } from '../groups/pickup-groups.form.ts';
import { personalSpeedCalls } from '../numbering/personal-speed-calls.form.ts';
import { speedCalls } from '../numbering/speed-calls.form.ts';
import { interconnectRestriction } from '../restriction/interconnect-restriction.form.ts';
import { Interconnect } from '../restriction/restriction.ts';
import { classOfService, ServiceClasses } from '../service/class-of-service.form.ts';
import { holidays } from '../times/holidays.form.ts';
import { type Mode, Times } from '../times/mode.ts';
import { serviceMode } from '../times/service-mode.form.ts';
import { timePeriods } from '../times/time-periods.form.ts';
import { callScreening } from './call-screening.form.ts';
import { DigitTree } from './digit-tree.ts';
import { type DigitsDialled, digitsDialled, type Pattern } from './digits-dialled.form.ts';
import { type InboundNumber, inboundNumbers } from './inbound-numbers.form.ts';
import { type PublicNetwork, publicNetwork } from './public-network.form.ts';
import { compileScreens, type Screens } from './screens.ts';
import { compileWays, type Routes, type TimedWays, type Ways } from './ways.ts';

/** An entry of Digits Dialled, with where it leads: routes, or a plan of them. */
export interface DigitEntry extends Pattern {
  readonly routes: Routes | undefined;
  readonly plan: TimedWays | undefined;
  /** The form and the key of what it leads to. */
  readonly form: string;
  readonly key: string;
}

/** It never changes: a change of the configuration makes another. */
export interface RoutingPlan extends Ways {
  readonly digits: DigitTree<DigitEntry>;
  readonly inbound: ReadonlyMap<string, InboundNumber>;
  readonly groups: ReadonlyMap<string, HuntGroup>;
  readonly pickup: PickupGroups;
  readonly services: ServiceClasses;
  readonly interconnect: Interconnect;
  readonly network: PublicNetwork;
  readonly times: Times;
  readonly screens: Screens;
  /** What is dialled for three digits by everybody, and for `201-05` by one extension. */
  readonly speedCalls: ReadonlyMap<string, { readonly number: string }>;
  readonly personalSpeedCalls: ReadonlyMap<string, { readonly number: string }>;
}

/** The forms that a plan is made of: when a record of one of them changes, it is to be made anew. */
export const routingForms: readonly string[] = [
  ...['digits-dialled', 'routes', 'route-lists', 'route-plans', 'digit-modification', 'inbound-numbers'],
  ...['class-of-restriction-groups', 'class-of-service', 'interconnect-restriction', 'public-network'],
  ...['time-periods', 'holidays', 'service-mode', 'hunt-groups', 'pickup-groups'],
  ...['time-periods', 'holidays', 'service-mode'],
  ...[callScreening.id, speedCalls.id, personalSpeedCalls.id],
];

export function compileRouting(configuration: Configuration): RoutingPlan {
  const ways = compileWays(configuration);
  const digits = configuration.records(digitsDialled).values();
  const network = configuration.single(publicNetwork);
  return {
    ...ways,
    digits: new DigitTree(digits.map((record): [string, DigitEntry] => [record.digits, compileEntry(record, ways)])),
    inbound: configuration.records(inboundNumbers),
    groups: configuration.records(huntGroups),
    pickup: new PickupGroups(configuration.records(pickupGroups).values()),
    services: new ServiceClasses(configuration.records(classOfService)),
    interconnect: new Interconnect(configuration.records(interconnectRestriction).values()),
    network,
    screens: compileScreens(configuration, network),
    speedCalls: configuration.records(speedCalls),
    personalSpeedCalls: configuration.records(personalSpeedCalls),
    times: new Times({
      service: configuration.single(serviceMode),
      periods: configuration.records(timePeriods),
      holidays: configuration.records(holidays).values(),
    }),
  };
}

function compileEntry(record: DigitsDialled, { routes, lists, plans }: Ways): DigitEntry {
  const { digits, fewest, most, route, routeList, routePlan } = record;
  const pattern = { digits, fewest, most };
  if (route !== '') return { ...pattern, routes: routes.get(route), plan: undefined, form: 'routes', key: route };
  if (routeList !== '')
    return { ...pattern, routes: lists.get(routeList), plan: undefined, form: 'route-lists', key: routeList };
  return { ...pattern, routes: undefined, plan: plans.get(routePlan), form: 'route-plans', key: routePlan };
}

/** Day, night 1 or night 2 at a moment. */
export const modeAt = ({ times }: RoutingPlan, atMs: number): Mode => times.at(atMs).mode;
