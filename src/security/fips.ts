// Whether cryptography is done by a module that is validated under FIPS 140, as OpenSSL says.

import { getFips } from 'node:crypto';

export const isFips = (): boolean => getFips() === 1;
