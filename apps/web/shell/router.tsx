// The addresses of the tool. They are stable and can be sent to a colleague; what a page shows is in its search parameters, as plain text.

import {
  createRootRoute,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { type PageSearch, printSearch, readSearch } from './addresses.ts';
import { api, ProblemError } from './api.ts';
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
      const session = await queryClient.ensureQueryData(sessionQuery);
      // It may set up a second factor and nothing else, which the login leads to: whoever comes here otherwise begins anew.
      if (session.mustEnrol) throw await leaveUnready();
      await queryClient.ensureQueryData(formsQuery);
    } catch (fault) {
      if (isRedirect(fault)) throw fault;
      const isRefused = fault instanceof ProblemError && (fault.status === 401 || fault.status === 0);
      if (!isRefused) throw fault;
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./frame/Frame.tsx'), 'Frame'),
});

async function leaveUnready() {
  await api.send('POST', 'logout').catch(() => undefined);
  queryClient.clear();
  return redirect({ to: '/login' });
}

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

const testCallRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/calls/test',
  component: lazyRouteComponent(() => import('../administration/calls/test/TestCallPage.tsx'), 'TestCallPage'),
});

const costRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/calls/cost',
  component: lazyRouteComponent(() => import('../administration/calls/cost/CostPage.tsx'), 'CostPage'),
});

const matrixRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/calls/matrix',
  component: lazyRouteComponent(() => import('../administration/calls/matrix/MatrixPage.tsx'), 'MatrixPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./factors/AccountPage.tsx'), 'AccountPage'),
});

const insideLostRoute = createRoute({ getParentRoute: () => insideRoute, path: '$', component: LostPage });

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    insideRoute.addChildren([
      ...[homeRoute, formRoute, setupRoute, securityRoute, testCallRoute, costRoute, matrixRoute],
      ...[accountRoute, insideLostRoute],
    ]),
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
