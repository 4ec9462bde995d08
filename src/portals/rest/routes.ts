// All routes of REST.

import type { Clock } from '#base';
import { callsRoutes } from './calls-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { factorRoutes } from './factor-routes.ts';
import { formRoutes } from './form-routes.ts';
import { openApiRoutes } from './openapi/openapi-routes.ts';
import type { Route } from './route.ts';
import { securityRoutes } from './security-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { systemRoutes } from './system-routes.ts';
import { workRoutes } from './work-routes.ts';

export function allRoutes(clock: Clock): readonly Route[] {
  const routes = [
    ...sessionRoutes,
    ...factorRoutes,
    ...formRoutes,
    ...systemRoutes,
    ...securityRoutes,
    ...callsRoutes,
    ...workRoutes(clock),
    ...exportRoutes,
    ...eventRoutes(clock),
  ];
  return [...routes, ...openApiRoutes(routes)];
}
