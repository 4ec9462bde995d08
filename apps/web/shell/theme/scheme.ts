// Light, dark, or as the system says: kept in this browser under the name that scheme.js reads before anything is drawn.

import { localStorageColorSchemeManager } from '@mantine/core';

export const schemeManager = localStorageColorSchemeManager({ key: 'ringfence-scheme' });
