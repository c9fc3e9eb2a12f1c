import { createRouter, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { routeTree } from './routes.tsx';

const createScreens = () => createRouter({ routeTree, basepath: '/console', defaultPreload: false });

/** The screens of someone who is signed in. */
export function Screens() {
  const [router] = useState(createScreens);
  return <RouterProvider router={router} />;
}
