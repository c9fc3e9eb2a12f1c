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

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organismes',
  component: lazyRouteComponent(() => import('./organizations-page.tsx')),
});

export const routeTree = root.addChildren([first, identification, deposits, organizations]);
