// Prints the table of docs/torture.md: `node test/torture/print.ts > docs/torture.md`.

import { type ParserTreatment, type TortureCase, tortureCases } from './expected.ts';

const introduction = `# Torture messages

The messages of RFC 4475 and RFC 5118, what the RFC asks for, what our parser does with each, and what a running system
answers: to somebody unknown, and to the phone of an extension. That phone sends them byte for byte from a fixed address;
a REGISTER is made its own, with its number in To and its secret. Over a stream (TCP, TLS) it is the same, and the connection
goes on, unless the table says otherwise.

This table is printed from \`test/torture/expected.ts\` by \`node test/torture/print.ts\`. Tests compare it, hold the parser
to it, and send every message to a running system (\`live.test.ts\`).

`;

const columns = [
  'Message',
  'RFC',
  'Title',
  'The RFC asks for',
  'Parser',
  'A stranger',
  'An extension',
  'A stream',
  'Remark',
];

/** The whole of docs/torture.md, its columns aligned as the formatter of the repository wants them. */
export function printTorture(): string {
  const rows = tortureCases.map(rowOf);
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |\n`;
  const rule = widths.map((width) => '-'.repeat(width));
  return `${introduction}${[columns, rule, ...rows].map(lineOf).join('')}`;
}

const rowOf = (entry: TortureCase): string[] => [
  `\`${entry.name}\``,
  `${entry.rfc} §${entry.section}`,
  entry.title,
  entry.says,
  printTreatment(entry.parser),
  printStatus(entry.stranger),
  printStatus(entry.extension),
  entry.stream ?? '',
  entry.remark,
];

const printStatus = (status: number): string => (status === 0 ? 'no answer' : String(status));

const printTreatment = (treatment: ParserTreatment): string => {
  if (treatment === 'accepted') return treatment;
  return 'dropped' in treatment ? `dropped: ${treatment.dropped}` : `${treatment.status} ${treatment.reason}`;
};

if (import.meta.main) process.stdout.write(printTorture());
