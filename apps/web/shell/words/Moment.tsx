// A time as people read it; the whole of it with the zone on hover.

import { systemNowMs } from '../api.ts';
import { printAgo, printMoment, printWholeMoment } from './format.ts';

export function Moment({ ms, ago = false }: { readonly ms: number; readonly ago?: boolean }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={printWholeMoment(ms)}>
      {ago ? printAgo(ms, systemNowMs()) : printMoment(ms)}
    </time>
  );
}
