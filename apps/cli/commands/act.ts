// How a command's action is joined to commander: it gets its context, its operands and its options.

import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { refuse } from '../refused.ts';

export type Action<O> = (context: Context, operands: readonly string[], options: O) => Promise<void>;

/** Makes commander's action of ours. Operands that may be repeated come one after the other. */
export type Act = <O extends object = object>(action: Action<O>) => (...given: unknown[]) => Promise<void>;

export const makeAct =
  (contextOf: (options: CommonOptions) => Context): Act =>
  <O extends object>(action: Action<O>) =>
  async (...given) => {
    // commander ends its arguments with the command, and reads options as they were declared.
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<CommonOptions & O>();
    await action(contextOf(options), command.args, options);
  };

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** A whole number from `least` to `most` as an option's value. */
export const whole =
  (option: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
    throw refuse('cli.usage', { why: `${option} takes a whole number from ${least} to ${most}, not "${text}"` });
  };
