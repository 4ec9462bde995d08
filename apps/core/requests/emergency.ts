// Requests about emergency calls: whether everybody reaches them.

import { checkReading, when } from './may.ts';
import { forBoth, listed, type Method, nothing } from './method.ts';

export const emergencyMethods: Readonly<Record<string, Method>> = {
  'emergency.test': forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, 'emergency-settings'), async () =>
      listed(await core.emergency.test()),
    ),
  ),
};
