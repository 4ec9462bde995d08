// Prints the table of docs/torture.md: `node test/torture/print.ts > docs/torture.md`.

import { type ParserTreatment, type TortureCase, tortureCases } from './expected.ts';

const introduction = `# Torture messages

The messages of RFC 4475 and RFC 5118, what the RFC asks for, what our parser does with each, and what the whole system
answers: a registrar and back-to-back user agent that asks callers who they are. This table is printed from
\`test/torture/expected.ts\` by \`node test/torture/print.ts\`; tests compare it and hold the parser to it.

`;

const columns = ['Message', 'RFC', 'Title', 'The RFC asks for', 'Parser', 'System', 'Remark'];

/** The whole of docs/torture.md. */
export const printTorture = (): string =>
  `${introduction}${[columns, columns.map(() => '---'), ...tortureCases.map(rowOf)].map(lineOf).join('')}`;

const lineOf = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

const rowOf = (entry: TortureCase): string[] => [
  `\`${entry.name}\``,
  `${entry.rfc} §${entry.section}`,
  entry.title,
  entry.says,
  printTreatment(entry.parser),
  entry.answers.length === 0 ? 'no answer' : entry.answers.join(' or '),
  [entry.remark, entry.datagram ? 'as a datagram' : ''].filter((part) => part !== '').join('; '),
];

const printTreatment = (treatment: ParserTreatment): string => {
  if (treatment === 'accepted') return treatment;
  return 'dropped' in treatment ? `dropped: ${treatment.dropped}` : `${treatment.status} ${treatment.reason}`;
};

if (import.meta.main) process.stdout.write(printTorture());
