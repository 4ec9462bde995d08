// Day, night 1 and night 2 as they stand in sentences.

export const modeWords = { day: 'by day', night1: 'in night 1', night2: 'in night 2' } as const;
