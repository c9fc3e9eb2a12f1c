import { NotFound } from '@continuum/ui-kit';
import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ChooseDomain } from './choose-domain.tsx';
import { Frame } from './frame.tsx';
import { Returning } from './launch.tsx';
import { Search } from './search.tsx';
import { WithUsager } from './with-usager.tsx';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <NotFound home="/visualiseur/" />,
});

const search = createRoute({ getParentRoute: () => root, path: '/', component: Search });

/** Where the authorization server sends back whom a DMÉ sent here. */
const back = createRoute({ getParentRoute: () => root, path: '/retour', component: Returning });

const record = createRoute({ getParentRoute: () => root, path: '/dossier', component: WithUsager });

const choose = createRoute({ getParentRoute: () => record, path: '/', component: ChooseDomain });

const medication = createRoute({
  getParentRoute: () => record,
  path: '/medicaments',
  component: lazyRouteComponent(() => import('./medication-tab.tsx')),
});

const laboratory = createRoute({
  getParentRoute: () => record,
  path: '/laboratoire',
  component: lazyRouteComponent(() => import('./laboratory-tab.tsx')),
});

const imaging = createRoute({
  getParentRoute: () => record,
  path: '/imagerie',
  component: lazyRouteComponent(() => import('./imaging-tab.tsx')),
});

const remoteAccess = createRoute({
  getParentRoute: () => root,
  path: '/mon-acces-a-distance',
  component: lazyRouteComponent(() => import('./remote-access-page.tsx')),
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

/** Addresses: none of them says whose record is open. */
export const routeTree = root.addChildren([
  search,
  back,
  remoteAccess,
  myKeys,
  mySessions,
  record.addChildren([choose, medication, laboratory, imaging]),
]);
