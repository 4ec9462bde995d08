// What is shown when a page cannot be drawn: a number to quote, and nothing of the inside. The browser's console has the rest.

import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ProblemError } from '../api.ts';
import { words } from '../words/words.ts';
import { PageHead } from './PageHead.tsx';
import styles from './pages.module.css';

const said = words.shell.fault;

export function FaultPage({ error }: ErrorComponentProps) {
  const [id] = useState(makeId);
  useEffect(() => console.error(`fault ${id}`, error), [id, error]);
  const refusals = error instanceof ProblemError ? error.refusals : [];
  return (
    <div className={styles.message} role="alert">
      <PageHead title={said.title} />
      {refusals.length === 0 && <p>{said.words(id)}</p>}
      {refusals.map((refusal) => (
        <p key={refusal.code + refusal.words}>
          {refusal.words} {refusal.remedy}
        </p>
      ))}
      <Button variant="default" onClick={() => location.reload()}>
        {said.reload}
      </Button>
    </div>
  );
}

/** Only to find the fault again in what somebody reports. */
const makeId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('');
