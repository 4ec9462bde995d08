// The browser's clock, and timers: the one place of the web tools that asks for them.

export const nowMs = (): number => Date.now();

/** Calls once after that time; gives what stops it. */
export function after(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

/** Calls again and again; gives what stops it. */
export function every(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
}
