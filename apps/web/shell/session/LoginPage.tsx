// Login.

import { PageHead } from '../pages/PageHead.tsx';
import { words } from '../words/words.ts';

export function LoginPage() {
  return <PageHead title={words.shell.login.title} />;
}
