import { createRouter, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { UsagerInContext } from './context.tsx';
import { launchOf } from './launch.browser.ts';
import { Launching } from './launch.tsx';
import { routeTree } from './routes.tsx';

const createScreens = () => createRouter({ routeTree, basepath: '/visualiseur', defaultPreload: false });

/** The screens of someone who is signed in. */
export function Record() {
  const [launch] = useState(() => launchOf(new URL(location.href)));
  const [router] = useState(createScreens);
  if (launch !== undefined) return <Launching launch={launch} />;
  return (
    <UsagerInContext>
      <RouterProvider router={router} />
    </UsagerInContext>
  );
}
