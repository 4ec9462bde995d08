// Home: is anything wrong, who is talking, are the phones there, what changed.

import { PageHead } from '../pages/PageHead.tsx';
import { words } from '../words/words.ts';

export function HomePage() {
  return <PageHead title={words.shell.home.title} />;
}
