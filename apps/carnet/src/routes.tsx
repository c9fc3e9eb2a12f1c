import { NotFound } from '@continuum/ui-kit';
import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { Home } from './home.tsx';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <NotFound home="/carnet/" />,
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

const results = createRoute({
  getParentRoute: () => root,
  path: '/resultats',
  component: lazyRouteComponent(() => import('./results-page.tsx')),
});

const medications = createRoute({
  getParentRoute: () => root,
  path: '/medicaments',
  component: lazyRouteComponent(() => import('./medications-page.tsx')),
});

const imaging = createRoute({
  getParentRoute: () => root,
  path: '/imagerie',
  component: lazyRouteComponent(() => import('./imaging-page.tsx')),
});

const accesses = createRoute({
  getParentRoute: () => root,
  path: '/acces',
  component: lazyRouteComponent(() => import('./accesses-page.tsx')),
});

const choices = createRoute({
  getParentRoute: () => root,
  path: '/choix',
  component: lazyRouteComponent(() => import('./choices-page.tsx')),
});

const copy = createRoute({
  getParentRoute: () => root,
  path: '/copie',
  component: lazyRouteComponent(() => import('./copy-page.tsx')),
});

const requests = createRoute({
  getParentRoute: () => root,
  path: '/demandes',
  component: lazyRouteComponent(() => import('./requests-page.tsx')),
});

const mySessions = createRoute({
  getParentRoute: () => root,
  path: '/mes-sessions',
  component: lazyRouteComponent(() => import('./my-sessions-page.tsx')),
});

/** Addresses: none of them says whose record is open. */
export const routeTree = root.addChildren([
  home,
  results,
  medications,
  imaging,
  accesses,
  choices,
  copy,
  requests,
  mySessions,
]);
