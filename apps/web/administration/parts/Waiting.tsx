// Something is being asked for: said to whoever does not see it turn.

import { Loader } from '@mantine/core';
import { words } from '../../shell/words/words.ts';

export const Waiting = () => (
  <div role="status" aria-label={words.shell.loading}>
    <Loader size="sm" aria-hidden />
  </div>
);
