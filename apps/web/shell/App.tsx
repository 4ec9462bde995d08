// The whole page: theme, cache, router.

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './data/client.ts';
import { router } from './router.tsx';
import { schemeManager } from './theme/scheme.ts';
import { theme } from './theme/theme.ts';

/** No style element is made in the browser: the page's policy allows style sheets of this host alone. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
