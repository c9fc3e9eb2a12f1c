import { createRouter, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { UsagerInContext } from './context.tsx';
import { routeTree } from './routes.tsx';

const createScreens = () => createRouter({ routeTree, basepath: '/visualiseur', defaultPreload: false });

/** The screens of someone who is signed in. */
export function Record() {
  const [router] = useState(createScreens);
  return (
    <UsagerInContext>
      <RouterProvider router={router} />
    </UsagerInContext>
  );
}
