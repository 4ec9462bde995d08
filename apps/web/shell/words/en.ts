// All words of the web tools in English, area by area. Another language is another file of this shape.

import { factors } from './en/factors.ts';
import { forms } from './en/forms.ts';
import { security } from './en/security.ts';
import { setup } from './en/setup.ts';
import { shell } from './en/shell.ts';

export const en = { shell, factors, forms, setup, security };

export type Words = typeof en;
