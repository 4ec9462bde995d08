// Names: of archives, `audit-0000000001-0000005000.xml`, from the first entry to the last, and of their pieces.

export interface ArchiveName {
  readonly name: string;
  readonly firstId: number;
  readonly lastId: number;
}

const pattern = /^audit-(\d{10,16})-(\d{10,16})\.xml$/;

export function archiveName(firstId: number, lastId: number): ArchiveName {
  return { name: `audit-${digits(firstId)}-${digits(lastId)}.xml`, firstId, lastId };
}

/** Undefined of anything else, also of another spelling of the same numbers. */
export function parseArchiveName(name: string): ArchiveName | undefined {
  const [, first, last] = pattern.exec(name) ?? [];
  const parsed = archiveName(Number(first), Number(last));
  return parsed.name === name && parsed.lastId >= parsed.firstId ? parsed : undefined;
}

/** So that names stand in the order of the entries. */
const digits = (id: number): string => String(id).padStart(10, '0');

/** How a piece is called to its seal. */
export const pieceName = (number: number, isLast: boolean): string => `${isLast ? 'last ' : ''}${number}`;
