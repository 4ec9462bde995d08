// What the kernel knows of a process and its children: CPU time and memory, from /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** The process and all its descendants. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statOf(Number(name))?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0; ) {
    const pid = queue.shift() ?? 0;
    if (statOf(pid) === undefined) continue;
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

/** Microseconds of CPU that the processes have used, to the nanosecond where the kernel gives it. */
export function cpuMicros(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) sum += schedMicros(pid) ?? (statOf(pid)?.ticks ?? 0) * 10_000;
  return sum;
}

/** The sum over all threads of their time on a CPU (first field of schedstat, nanoseconds). */
function schedMicros(pid: number): number | undefined {
  try {
    let sum = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]) / 1_000;
    }
    return sum;
  } catch {
    return undefined;
  }
}

/** Bytes of memory that belong to the processes: proportional set size, so that shared pages are counted once. */
export function memoryBytes(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) {
    try {
      const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1];
      sum += Number(kilobytes ?? 0) * 1_024;
    } catch {}
  }
  return sum;
}

/** Waits until `holds`, or throws with the words of `why`. */
export async function waitUntil(holds: () => boolean, withinMs: number, why: () => string): Promise<void> {
  for (const end = performance.now() + withinMs; !holds(); ) {
    if (performance.now() > end) throw new Error(why());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
