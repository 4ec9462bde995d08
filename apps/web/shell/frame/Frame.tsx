// What stands around every page: tree, top bar, help.

import { Outlet } from '@tanstack/react-router';

export function Frame() {
  return (
    <main>
      <Outlet />
    </main>
  );
}
