// What the kernel knows of a running process: memory, open files, time on a CPU. Linux alone tells it, under /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kilobytes ?? 0) * 1_024;
}

/** Open files and sockets. */
export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Time of the main thread on a CPU, in microseconds. */
export const mainThreadMicros = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1').split(' ', 1)[0]) / 1_000;
