// Ways to alter an audit trail behind the system's back: in its database, and in an exported file.

import type { DatabaseSync } from 'node:sqlite';

/** Entries of the trail that forgeries are about; each stands among others. */
export interface Marks {
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

export interface Forgery<T> {
  readonly what: string;
  /** The entry that the verdict must name. */
  readonly names: (marks: Marks) => number;
  readonly forge: (target: T, marks: Marks) => T;
}

const ofMiddle = ({ middle }: Marks): number => middle;

const forger =
  (work: (database: DatabaseSync, marks: Marks) => void): Forgery<DatabaseSync>['forge'] =>
  (database, marks) => {
    work(database, marks);
    return database;
  };

const textColumns = [
  ...['detail_level', 'user_name', 'source_ip', 'app_name', 'app_context', 'action_type', 'action_data', 'hash'],
];

/** The first character becomes another one; a blank text gets one. */
const otherText = (column: string): string =>
  `(case substr(${column}, 1, 1) when '0' then '1' else '0' end) || substr(${column}, 2)`;

const remove = (table: 'audit_entry' | 'audit_checkpoint', rows: string) => `delete from ${table} where ${rows}`;

export const databaseForgeries: readonly Forgery<DatabaseSync>[] = [
  ...textColumns.map((column) => ({
    what: `one character of ${column} is another`,
    names: ofMiddle,
    forge: forger((database, { middle }) =>
      database.prepare(`update audit_entry set ${column} = ${otherText(column)} where id = ?`).run(middle),
    ),
  })),
  {
    what: 'the time is a millisecond later',
    names: ofMiddle,
    forge: forger((database, { middle }) =>
      database.prepare('update audit_entry set at_ms = at_ms + 1 where id = ?').run(middle),
    ),
  },
  {
    what: 'an entry has another number',
    names: ofMiddle,
    forge: forger((database, { middle }) =>
      database.prepare('update audit_entry set id = id + 1000 where id = ?').run(middle),
    ),
  },
  ...(['first', 'middle', 'last'] as const).map((which) => ({
    what: `the ${which} entry is removed`,
    names: (marks: Marks) => marks[which],
    forge: forger((database, marks) => database.prepare(remove('audit_entry', 'id = ?')).run(marks[which])),
  })),
  {
    what: 'two entries have changed places',
    names: ofMiddle,
    forge: forger((database, { middle }) => {
      database.exec(`update audit_entry set id = -1 where id = ${middle};
        update audit_entry set id = ${middle} where id = ${middle + 1}; update audit_entry set id = ${middle + 1} where id = -1`);
    }),
  },
  {
    what: 'an entry is removed, and those after it are renumbered',
    names: ofMiddle,
    forge: forger((database, { middle }) => {
      database.exec(remove('audit_entry', `id = ${middle}`));
      for (const { id } of database.prepare('select id from audit_entry where id > ? order by id').all(middle))
        database.prepare('update audit_entry set id = id - 1 where id = ?').run(Number(id));
    }),
  },
  {
    what: 'an entry is made up at the end',
    names: ({ last }) => last + 1,
    forge: forger((database, { last }) => {
      database.exec(`insert into audit_entry select id + 1, at_ms, detail_level, user_name, source_ip, app_name, app_context,
        action_type, action_data, hash from audit_entry where id = ${last}`);
    }),
  },
  {
    what: 'a checkpoint is removed',
    names: ofMiddle,
    forge: forger((database, { middle }) => database.prepare(remove('audit_checkpoint', 'last_id = ?')).run(middle)),
  },
  {
    what: 'a checkpoint is altered',
    names: ofMiddle,
    forge: forger((database, { middle }) =>
      database.prepare('update audit_checkpoint set at_ms = at_ms + 1 where last_id = ?').run(middle),
    ),
  },
  {
    what: 'the end is cut off with its checkpoints',
    names: ({ last }) => last - 2,
    forge: forger((database, { last }) => {
      database.exec(
        `${remove('audit_entry', `id >= ${last - 2}`)}; ${remove('audit_checkpoint', `last_id >= ${last - 2}`)}`,
      );
    }),
  },
  {
    what: 'everything is removed',
    names: ({ first }) => first,
    forge: forger((database) => database.exec('delete from audit_entry; delete from audit_checkpoint')),
  },
];

type Lines = readonly string[];

const isEntry = (id: number) => (line: string) => line.startsWith(`{"entry":${id},`);
const isCheckpoint = (id: number) => (line: string) => line.startsWith(`{"checkpoint":${id},`);
const without = (lines: Lines, is: (line: string) => boolean): Lines => lines.filter((line) => !is(line));

/** The value of a member with its last character changed. */
const altered = (line: string, member: string): string =>
  line.replace(
    new RegExp(`("${member}":"?[^"]*?)([^"\\\\])("?[,}])`),
    (_, start: string, last: string, end: string) => `${start}${last === '0' ? '1' : '0'}${end}`,
  );

/** Of every other byte see src/records/audit/export.test.ts. */
const members = ['entry', 'user', 'data', 'hash'];

export const exportForgeries: readonly Forgery<Lines>[] = [
  ...members.map((member) => ({
    what: `one character of ${member} is another`,
    names: ofMiddle,
    forge: (lines: Lines, { middle }: Marks) =>
      lines.map((line) => (isEntry(middle)(line) ? altered(line, member) : line)),
  })),
  {
    what: 'the year is another',
    names: ofMiddle,
    forge: (lines, { middle }) =>
      lines.map((line) => (isEntry(middle)(line) ? line.replace(/"at":"\d{4}/, '"at":"2001') : line)),
  },
  {
    what: 'a line cannot be read',
    names: ({ middle }) => middle - 1,
    forge: (lines, { middle }) => lines.map((line) => (isEntry(middle)(line) ? `${line.slice(0, 40)}` : line)),
  },
  ...(['first', 'middle', 'last'] as const).map((which) => ({
    what: `the ${which} entry is removed`,
    names: (marks: Marks) => marks[which],
    forge: (lines: Lines, marks: Marks) => without(lines, isEntry(marks[which])),
  })),
  {
    what: 'two entries have changed places',
    names: ofMiddle,
    forge: (lines, { middle }) => {
      const [one, other] = [lines.findIndex(isEntry(middle)), lines.findIndex(isEntry(middle + 1))];
      return lines.map((line, index) => (index === one ? lines[other] : index === other ? lines[one] : line) ?? '');
    },
  },
  {
    what: 'a checkpoint is removed',
    names: ofMiddle,
    forge: (lines, { middle }) => without(lines, isCheckpoint(middle)),
  },
  {
    what: 'the end is cut off with its checkpoints',
    names: ({ last }) => last,
    forge: (lines, { last }) => without(without(lines, isEntry(last)), isCheckpoint(last)),
  },
];
