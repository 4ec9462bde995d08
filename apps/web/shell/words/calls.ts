// The words of the pages about calls, apart from the others: these pages alone load them.

import { calls } from './en/calls.ts';

export const callWords: typeof calls = calls;
