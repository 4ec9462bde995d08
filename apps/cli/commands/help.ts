// help: a form in words, as its page in the browser tells it.

import type { Command } from 'commander';
import type { FieldLine, FormDescriptionLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output.ts';
import type { Act } from './act.ts';

export function addHelpCommand(program: Command, act: Act): void {
  program
    .command('help')
    .description('What a form is for, its conditions, each field, and what is recommended')
    .argument('<FORM>')
    .action(act(help));
}

const help = (context: Context, [form]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    const description = await core.ask('form.describe', { form });
    if (context.out.json) context.out.value(helpOf(description));
    else print(context.out, description);
  });

const helpOf = ({
  id,
  title,
  help: { purpose, conditions, recommendation },
  fields,
  actions,
}: FormDescriptionLine) => ({
  ...{ id, title, purpose, conditions, recommendation },
  fields: fields.map(({ name, label, help: words, initial, unit }) => ({ name, label, help: words, initial, unit })),
  actions: actions.map(({ name, label, help: words }) => ({ name, label, help: words })),
});

function print(out: Output, { id, title, help: words, fields, actions }: FormDescriptionLine): void {
  out.line(`${title} (${id})`);
  tell(out, 'Purpose', [words.purpose]);
  tell(out, 'Conditions', [words.conditions]);
  tell(out, 'Fields', fields.flatMap(fieldText));
  if (actions.length > 0)
    tell(
      out,
      'Actions',
      actions.flatMap(({ name, label, help: text }) => [`${label} (${name})`, `  ${text}`]),
    );
  tell(out, 'Recommendation', [words.recommendation]);
}

function tell(out: Output, heading: string, lines: readonly string[]): void {
  out.line(`\n${heading}`);
  for (const line of lines) for (const part of folded(line)) out.line(`  ${part}`);
}

function fieldText({ name, label, help: words, initial, unit, required, made }: FieldLine): string[] {
  const first = required
    ? 'must be given'
    : initial === ''
      ? ''
      : `initially ${initial}${unit === '' ? '' : ` ${unit}`}`;
  const facts = made ? 'made when not given' : first;
  return [`${label} (${name})${facts === '' ? '' : `: ${facts}`}`, `  ${words}`];
}

const width = 96;

/** A line broken between words, the rest as far in as its beginning. */
function folded(line: string): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(' ')) {
    const isFull = current.length + word.length > width && current !== indent;
    if (isFull) lines.push(current.trimEnd());
    current = `${isFull ? indent : current}${word} `;
  }
  return [...lines, current.trimEnd()];
}
