// A step of the demonstration that did not come out as it must.

export class DemoFailure extends Error {}

/** Fails with these words unless the condition holds. */
export function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new DemoFailure(otherwise);
}
