// What somebody should look at: blocks as long as they hold, and what happened within the last hour.

import { type Block, keyOfBlock } from './blocks.ts';
import { type TollBook, wordsOfBlock } from './judge.ts';
import type { Notices, TollCondition } from './notices.ts';

/** Each condition by a name that stays the same as long as it is the same thing. */
export const conditionsOf = (
  { blocks }: TollBook,
  notices: Notices,
  atMs: number,
): ReadonlyMap<string, TollCondition> => new Map([...blocks.holding(atMs).map(blocked), ...notices.conditions(atMs)]);

const blocked = (block: Block): readonly [string, TollCondition] => [
  `toll.block.${keyOfBlock(block)}`,
  {
    severity: 'critical',
    words: `${wordsOfBlock(block)} is blocked: ${block.why}.`,
    remedy: block.kind === 'abroad' ? lookBack : findOut,
    form: 'toll-blocks',
  },
];

const lookBack = 'Look in Call History what was spent, then release the block in Toll Blocks.';
const findOut =
  'Look at its calls in Call History; change its SIP secret and see where it forwards to. Then release the block in Toll Blocks.';
