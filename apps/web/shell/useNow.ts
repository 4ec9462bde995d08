// The time of the system, told again and again while the component is there.

import { useEffect, useState } from 'react';
import { systemNowMs } from './api.ts';
import { every } from './time.ts';

export function useNow(everyMs: number): number {
  const [now, setNow] = useState(systemNowMs);
  useEffect(() => every(everyMs, () => setNow(systemNowMs())), [everyMs]);
  return now;
}
