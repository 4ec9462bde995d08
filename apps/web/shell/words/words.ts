// The words that the page speaks: `words.forms.save`. One language so far.

import { en, type Words } from './en.ts';

export const words: Words = en;
export const language = 'en';
