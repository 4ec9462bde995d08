// What a listener answers on which nothing is served: the same refusal to everything.

import type { RequestListener } from 'node:http';
import { portalsCodes } from '../portals.codes.ts';
import { endWith } from './client-errors.ts';

export const nothingHere: RequestListener = ({ socket }) => endWith(socket, portalsCodes.refuse('portals.not-found'));
