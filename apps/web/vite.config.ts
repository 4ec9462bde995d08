// How the web tools are built: one page, split by route, everything served by the system itself.
//
// The page may have no style element (Content-Security-Policy), so the theme's variables are written to a style sheet here and not by Mantine
// in the browser.

import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { theme } from './shell/theme/theme.ts';

const name = 'virtual:theme.css';

/** `import 'virtual:theme.css'` gives the variables of the theme, light and dark. */
function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === name ? name : undefined),
    load: (id) => {
      if (id !== name) return undefined;
      return convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root');
    },
  };
}

/** Where the system runs that `vite` shows the tool for while somebody works on it. */
const system = 'https://localhost:8443';

/** What several pages share in small pieces goes out as one file: many small ones compress badly. */
const together = [
  { name: 'icons', test: /@tabler\/icons-react/ },
  {
    name: 'review',
    test: /apps\/web\/(fields\/(values|moments|When|access)|administration\/(parts\/\w+|review\/(ReviewDialog|useReviewed|Differences|ChangeGroups|grouping)))\.tsx?$/,
  },
].map((group) => ({ ...group, includeDependenciesRecursively: false }));

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), themeVariables()],
  server: { proxy: { '/api': { target: system, secure: false, changeOrigin: true, headers: { origin: system } } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: together } } },
  },
});
