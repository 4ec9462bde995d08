// The access matrix: every form as the tree groups it, each none, read or write, or as the default says.

import { useForms } from '../../shell/data/queries.ts';
import { words } from '../../shell/words/words.ts';
import {
  type AccessGroup,
  type AccessRow,
  accessGroups,
  defaultLevel,
  type Level,
  levels,
  withLevel,
} from '../access.ts';
import { accessOf } from '../values.ts';
import classes from './access.module.css';
import type { EditorProps } from './editor.ts';

interface MatrixProps {
  readonly name: string;
  readonly byDefault: Level | undefined;
  readonly onLevel: (id: string, level: Level | undefined) => void;
}

export function AccessEditor({ field, value, onChange, id, labelledBy, describedBy, siblings, onFocus }: EditorProps) {
  const said = words.forms.access;
  const { data: forms = [] } = useForms();
  const access = accessOf(value);
  const byDefault = defaultLevel(siblings.fields, siblings.valueOf);
  const matrix = {
    name: id,
    byDefault,
    onLevel: (form: string, level: Level | undefined) => onChange(withLevel(access, form, level)),
  };
  return (
    <table
      className={classes.matrix}
      id={id}
      tabIndex={-1}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onFocus={onFocus}
      data-field={field.name}
    >
      <thead>
        <tr>
          <th scope="col">{said.form}</th>
          <th scope="col">{byDefault === undefined ? said.asDefault : said.asDefaultOf(said.levels[byDefault])}</th>
          {levels.map((level) => (
            <th scope="col" key={level}>
              {said.levels[level]}
            </th>
          ))}
        </tr>
      </thead>
      {accessGroups(forms, access).map((group) => (
        <GroupRows key={group.group} {...matrix} {...group} />
      ))}
    </table>
  );
}

function GroupRows({ group, rows, ...matrix }: MatrixProps & AccessGroup) {
  const said = words.forms.access;
  return (
    <tbody>
      <tr>
        <th colSpan={5} scope="rowgroup" className={classes.group}>
          {group === '' ? said.others : group}
        </th>
      </tr>
      {rows.map((row) => (
        <LevelRow key={row.id} {...matrix} row={row} />
      ))}
    </tbody>
  );
}

function LevelRow({ name, byDefault, onLevel, row }: MatrixProps & { row: AccessRow }) {
  const said = words.forms.access;
  const options: readonly (Level | undefined)[] = [undefined, ...levels];
  return (
    <tr data-level={row.level ?? byDefault} data-given={row.level !== undefined || undefined}>
      <th scope="row">{row.title}</th>
      {options.map((level) => (
        <td key={level ?? ''}>
          <label className={classes.cell}>
            <input
              type="radio"
              name={`${name}-${row.id}`}
              checked={row.level === level}
              aria-label={said.cell(row.title, level === undefined ? said.asDefault : said.levels[level])}
              onChange={() => onLevel(row.id, level)}
            />
          </label>
        </td>
      ))}
    </tr>
  );
}
