// By what the connections of requests are judged (SEC-2): the levels of the moment, and the clients that are recognised.

import { networkListeners } from '#calls';
import type { Configuration } from '#forms';
import { type Clients, type Managers, serviceSecurityLevels } from '#security';
import type { Services } from './core-door.ts';

export interface ServicesParts {
  readonly configuration: () => Configuration;
  readonly clients: Clients;
  readonly managers: Pick<Managers, 'isCode'>;
}

export const makeServices = ({ configuration, clients, managers }: ServicesParts): Services => ({
  levels: () => configuration().single(serviceSecurityLevels),
  clients,
  mayOnlyEnrol: (certificate) => managers.isCode(certificate),
  isManagement: (listener) => configuration().records(networkListeners).get(listener)?.service === 'management',
});
