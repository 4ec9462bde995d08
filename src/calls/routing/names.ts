// How records of routing are named, in every form alike.

import { text } from '#forms';

interface NameOptions {
  readonly help: string;
  readonly section?: string;
}

export const nameField = (options: NameOptions) =>
  text({
    label: 'Name',
    ...options,
    max: 32,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
  });
