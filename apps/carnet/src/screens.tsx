import { createRouter, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { routeTree } from './routes.tsx';
import { WhoseRecord } from './whose-record.tsx';

const createScreens = () => createRouter({ routeTree, basepath: '/carnet', defaultPreload: false });

/** The screens of someone who is signed in. */
export function Screens() {
  const [router] = useState(createScreens);
  return (
    <WhoseRecord>
      <RouterProvider router={router} />
    </WhoseRecord>
  );
}
