// Where the page begins.

import './theme/mantine-parts.css';
import 'virtual:theme.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { watchActivity } from './activity.ts';

if (import.meta.env.VITE_API === 'fake' || (import.meta.env.DEV && import.meta.env.VITE_API !== 'real')) {
  const { installFake } = await import('../testing/fake.ts');
  installFake();
}

watchActivity();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
