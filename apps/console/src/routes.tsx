import { NotFound } from '@continuum/ui-kit';
import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { FirstSection } from './first-section.tsx';
import { Frame } from './frame.tsx';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <NotFound home="/console/" />,
});

const first = createRoute({ getParentRoute: () => root, path: '/', component: FirstSection });

const identification = createRoute({
  getParentRoute: () => root,
  path: '/identification',
  component: lazyRouteComponent(() => import('./identification-page.tsx')),
});

const deposits = createRoute({
  getParentRoute: () => root,
  path: '/depots',
  component: lazyRouteComponent(() => import('./deposits-page.tsx')),
});

const directives = createRoute({
  getParentRoute: () => root,
  path: '/refus',
  component: lazyRouteComponent(() => import('./directives-page.tsx')),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organismes',
  component: lazyRouteComponent(() => import('./organizations-page.tsx')),
});

const peopleKeys = createRoute({
  getParentRoute: () => root,
  path: '/cles',
  component: lazyRouteComponent(() => import('./people-keys-page.tsx')),
});

const certificates = createRoute({
  getParentRoute: () => root,
  path: '/certificats',
  component: lazyRouteComponent(() => import('./certificates-page.tsx')),
});

const overrides = createRoute({
  getParentRoute: () => root,
  path: '/derogations',
  component: lazyRouteComponent(() => import('./overrides-page.tsx')),
});

const rights = createRoute({
  getParentRoute: () => root,
  path: '/droits',
  component: lazyRouteComponent(() => import('./requests-page.tsx')),
});

const rightsRequest = createRoute({
  getParentRoute: () => root,
  path: '/droits/$id',
  component: lazyRouteComponent(() => import('./request-page.tsx')),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/acces',
  component: lazyRouteComponent(() => import('./access-page.tsx')),
});

const matrix = createRoute({
  getParentRoute: () => root,
  path: '/matrice',
  component: lazyRouteComponent(() => import('./matrix-page.tsx')),
});

const certification = createRoute({
  getParentRoute: () => root,
  path: '/certification',
  component: lazyRouteComponent(() => import('./certification-page.tsx')),
});

const surveillance = createRoute({
  getParentRoute: () => root,
  path: '/surveillance',
  component: lazyRouteComponent(() => import('./surveillance-page.tsx')),
});

const surveillanceCase = createRoute({
  getParentRoute: () => root,
  path: '/surveillance/$id',
  component: lazyRouteComponent(() => import('./case-page.tsx')),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/regles',
  component: lazyRouteComponent(() => import('./rules-page.tsx')),
});

const report = createRoute({
  getParentRoute: () => root,
  path: '/signaler',
  component: lazyRouteComponent(() => import('./report-page.tsx')),
});

const myAccess = createRoute({
  getParentRoute: () => root,
  path: '/mon-acces',
  component: lazyRouteComponent(() => import('./my-access-page.tsx')),
});

const remoteAccess = createRoute({
  getParentRoute: () => root,
  path: '/a-distance',
  component: lazyRouteComponent(() => import('./remote-access-page.tsx')),
});

const myRemoteAccess = createRoute({
  getParentRoute: () => root,
  path: '/mon-acces-a-distance',
  component: lazyRouteComponent(() => import('./my-remote-access-page.tsx')),
});

const myKeys = createRoute({
  getParentRoute: () => root,
  path: '/mes-cles',
  component: lazyRouteComponent(() => import('./my-keys-page.tsx')),
});

const mySessions = createRoute({
  getParentRoute: () => root,
  path: '/mes-sessions',
  component: lazyRouteComponent(() => import('./my-sessions-page.tsx')),
});

export const routeTree = root.addChildren([
  first,
  identification,
  deposits,
  directives,
  rights,
  rightsRequest,
  organizations,
  peopleKeys,
  certificates,
  overrides,
  access,
  matrix,
  certification,
  remoteAccess,
  surveillance,
  surveillanceCase,
  rules,
  report,
  myAccess,
  myRemoteAccess,
  myKeys,
  mySessions,
]);
