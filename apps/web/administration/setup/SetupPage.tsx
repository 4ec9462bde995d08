// The setup assistant.

import { PageHead } from '../../shell/pages/PageHead.tsx';
import { words } from '../../shell/words/words.ts';

export function SetupPage() {
  return <PageHead title={words.setup.title} />;
}
