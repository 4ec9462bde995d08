// Waiting for what another program does: asked again and again until a deadline, never for a fixed time.

const everyMs = 20;

/** The first answer of `probe` that is neither undefined nor false. Throws with `what` when none comes within `withinMs`. */
export async function until<T>(
  what: string,
  withinMs: number,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
