// The class of service that holds for an extension or a trunk at a moment.

import { serviceClassOf } from '../restriction/restriction.ts';
import type { ServiceClass } from '../service/class-of-service.form.ts';
import type { Party } from './attempt.ts';
import type { RoutingPlan } from './plan.ts';

/** The number of the class of service that holds for it. */
export const serviceNumberOf = ({ record }: Party, plan: RoutingPlan, atMs: number): number =>
  serviceClassOf(record, plan.times.at(atMs).mode);

export const serviceOf = (party: Party, plan: RoutingPlan, atMs: number): ServiceClass =>
  plan.services.of(serviceNumberOf(party, plan, atMs));

/** Whether the public network is shown the number of this caller. */
export const showsCallerId = (caller: Party, plan: RoutingPlan, atMs: number): boolean =>
  serviceOf(caller, plan, atMs).displayCallerId;
