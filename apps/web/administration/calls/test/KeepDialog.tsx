// Keeping what was found out as an expectation: what it says, and its name.

import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { When } from '../../../fields/When.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { words } from '../../../shell/words/words.ts';
import { Problem } from '../../parts/Problem.tsx';
import parts from '../../parts/parts.module.css';
import { sendChanges } from '../../review/useReviewed.ts';
import { expectationOf, type Keepable, nameFor } from './expectation.ts';
import type { TestWish } from './wish.ts';

const said = callWords.test.keep;

interface KeepDialogProps {
  readonly wish: TestWish;
  readonly outcome: Keepable;
  readonly leadsTo: string;
  readonly onKept: (name: string) => void;
  readonly onClose: () => void;
}

export function KeepDialog({ wish, outcome, leadsTo, onKept, onClose }: KeepDialogProps) {
  const [name, setName] = useState(() => nameFor(wish));
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      await sendChanges([expectationOf(name, wish, outcome, leadsTo)], false);
      onKept(name);
    } catch (reason) {
      setFault(reason);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={said.title} closeButtonProps={{ 'aria-label': words.shell.close }}>
      <form className={parts.dialog} onSubmit={(event) => void keep(event)} noValidate>
        <p>
          {said.does(wish.caller, wish.dialled)} {said.expected[outcome](leadsTo)}{' '}
          {wish.at === '' ? (
            said.now
          ) : (
            <>
              {said.at} <When instant={wish.at} />.
            </>
          )}
        </p>
        <p className={parts.lead}>{said.lead}</p>
        <TextInput
          label={said.name}
          description={said.nameHelp}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <Problem fault={fault} />
        <div className={parts.buttons}>
          <Button variant="default" onClick={onClose}>
            {words.shell.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
            {said.do}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
