// Every row of a file that was refused: where, what stands there, what is wrong with it. Nothing was changed.

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormDescription, Refusal } from '../../../portal/api.ts';
import { Notice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import { saveFile } from '../parts/saveFile.ts';
import { type Place, placesOf } from './placing.ts';
import styles from './transfer.module.css';
import type { ImportFile } from './useImport.ts';
import { printCsv } from './writing.ts';

interface ErrorsProps {
  readonly form: FormDescription;
  readonly file: ImportFile;
  readonly refusals: readonly Refusal[];
  readonly onBack: () => void;
  /** The same file again, after it was mended. */
  readonly onAgain: () => void;
}

const said = words.forms.import;

export function ImportErrors({ form, file, refusals, onBack, onAgain }: ErrorsProps) {
  const [places, setPlaces] = useState<readonly Place[]>([]);
  useEffect(() => {
    void file.content
      .text()
      .catch(() => '')
      .then((content) => setPlaces(placesOf(refusals, content, file.format, form.fields)));
  }, [file, refusals, form]);
  const save = (): void => {
    const rows = places.map(({ row, letter, column, given, refusal }) => [
      ...[row === undefined ? '' : String(row), letter, column, given],
      `${refusal.words} ${refusal.remedy}`,
    ]);
    saveFile(`${form.id}-errors.csv`, 'text/csv', printCsv([said.errorColumns, ...rows]));
  };
  return (
    <>
      <Notice kind="broken" urgent>
        <p>{said.refused(refusals.length)}</p>
      </Notice>
      <div className={styles.errors}>
        <table className={styles.table}>
          <thead>
            <tr>
              {said.errorColumns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place, index) => (
              // The places of one answer stay in their order.
              // biome-ignore lint/suspicious/noArrayIndexKey: two refusals of one cell may be alike
              <ErrorRow key={index} place={place} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={parts.buttons}>
        <Button variant="subtle" color="gray" onClick={save}>
          {said.saveErrors}
        </Button>
        <Button variant="default" onClick={onBack}>
          {said.another}
        </Button>
        <Button onClick={onAgain}>{said.checkAgain}</Button>
      </div>
    </>
  );
}

function ErrorRow({ place }: { readonly place: Place }) {
  const { row, letter, column, given, refusal } = place;
  return (
    <tr>
      <th scope="row">{row ?? said.wholeFile}</th>
      <td>{letter}</td>
      <td>{column}</td>
      <td className={styles.given}>{given}</td>
      <td>
        {refusal.words} <span className={parts.lead}>{refusal.remedy}</span>
      </td>
    </tr>
  );
}
