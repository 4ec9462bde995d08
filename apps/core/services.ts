// By what the connections of requests are judged (SEC-2): the levels of the moment, and the clients that are recognised.

import { networkListeners } from '#calls';
import type { Configuration } from '#forms';
import { type Clients, serviceSecurityLevels } from '#security';
import type { Services } from './core-door.ts';

export const makeServices = (configuration: () => Configuration, clients: Clients): Services => ({
  levels: () => configuration().single(serviceSecurityLevels),
  clients,
  isManagement: (listener) => configuration().records(networkListeners).get(listener)?.service === 'management',
});
