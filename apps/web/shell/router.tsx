// The addresses of the tool. They are stable and can be sent to a colleague; what a page shows is in its search parameters, as plain text.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { type PageSearch, printSearch, readSearch } from './addresses.ts';
import { ProblemError } from './api.ts';
import { queryClient } from './data/client.ts';
import { formsQuery, sessionQuery } from './data/queries.ts';
import { FaultPage } from './pages/FaultPage.tsx';
import { LostPage } from './pages/LostPage.tsx';

const rootRoute = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>): PageSearch => search as PageSearch, // `readSearch` gives text alone.
  notFoundComponent: LostPage,
  errorComponent: FaultPage,
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./session/LoginPage.tsx'), 'LoginPage'),
});

/** Everything behind the login. Who is not logged in goes there, and comes back to where he was. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
      await queryClient.ensureQueryData(formsQuery);
    } catch (fault) {
      const isRefused = fault instanceof ProblemError && (fault.status === 401 || fault.status === 0);
      if (!isRefused) throw fault;
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./frame/Frame.tsx'), 'Frame'),
});

const homeRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
});

const formRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/forms/$form',
  component: lazyRouteComponent(() => import('./pages/FormRoute.tsx'), 'FormRoute'),
});

const setupRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../administration/setup/SetupPage.tsx'), 'SetupPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('../administration/security/SecurityPage.tsx'), 'SecurityPage'),
});

const insideLostRoute = createRoute({ getParentRoute: () => insideRoute, path: '$', component: LostPage });

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    insideRoute.addChildren([homeRoute, formRoute, setupRoute, securityRoute, insideLostRoute]),
  ]),
  parseSearch: readSearch,
  stringifySearch: printSearch,
  defaultPreload: 'intent',
  defaultErrorComponent: FaultPage,
  defaultPendingMs: 400,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
