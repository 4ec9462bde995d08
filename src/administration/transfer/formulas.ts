// Spreadsheet formulas: a cell that begins like one is written with an apostrophe before it, which reading takes off again.

const likeFormula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const neutralised = /^'+[=+\-@\t\r\n＝＋－＠]/;

export const neutralise = (cell: string): string => (likeFormula.test(cell) ? `'${cell}` : cell);

export const restore = (cell: string): string => (neutralised.test(cell) ? cell.slice(1) : cell);
