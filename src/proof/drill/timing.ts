// What time tells: whether the answers to two questions can be told apart by how long they take, whatever else goes on.

/** How far apart the times are that do not overlap at all; 0 where one of either could be one of the other. */
export function apartMs(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  return Math.max(0, Math.min(...other) - Math.max(...one), Math.min(...one) - Math.max(...other));
}
