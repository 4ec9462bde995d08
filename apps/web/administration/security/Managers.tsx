// A code for a computer that shall manage this system: made under a name, shown this once with the command that takes it.

import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Invitation } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';
import { useForms } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { PageLink } from '../../shell/PageLink.tsx';
import { printTime } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import parts from '../parts/parts.module.css';
import { CopyButton } from '../setup/CopyButton.tsx';
import styles from './security.module.css';

const said = words.security.managers;
const managersView = 'managers';

/** Nothing for whoever may not make codes. */
export function Managers() {
  const { data: forms = [] } = useForms();
  const [isAsking, setAsking] = useState(false);
  const view = forms.find(({ id }) => id === managersView);
  if (view === undefined) return null;
  return (
    <section className={styles.group}>
      <h2>{said.title}</h2>
      <div className={styles.managers}>
        <p>{said.lead(view.records)}</p>
        <p className={styles.ways}>
          {view.operations.includes('act') && (
            <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
              {said.invite}
            </Button>
          )}
          <PageLink to="/forms/$form" params={{ form: managersView }} inherit>
            {words.security.open(view.title)}
          </PageLink>
        </p>
      </div>
      {isAsking && <Invite onClose={() => setAsking(false)} />}
    </section>
  );
}

function Invite({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<Invitation>();
  const [fault, setFault] = useState<unknown>();
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFault(undefined);
    try {
      setMade(await api.send<Invitation>('POST', 'managers/codes', { name }));
    } catch (reason) {
      setFault(reason);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.invite}
      closeOnClickOutside={made === undefined}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      {made === undefined ? (
        <form className={parts.dialog} onSubmit={(event) => void ask(event)} noValidate>
          <p className={parts.lead}>{said.how}</p>
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
            <Button type="submit" disabled={name.trim() === ''}>
              {said.make}
            </Button>
          </div>
        </form>
      ) : (
        <Code made={made} onClose={onClose} />
      )}
    </Modal>
  );
}

function Code({ made, onClose }: { readonly made: Invitation; readonly onClose: () => void }) {
  const { code, endsAtMs, port } = made;
  const command = said.command(`${location.hostname}:${port}`, code);
  return (
    <div className={parts.dialog}>
      <p className={parts.lead}>{said.once(printTime(endsAtMs))}</p>
      {port === 0 && <Notice kind="weak">{said.closed}</Notice>}
      <p className={styles.code}>
        <code>{command}</code>
        <CopyButton text={command} label={said.commandName} />
      </p>
      <div className={parts.buttons}>
        <Button onClick={onClose}>{words.forms.made.done}</Button>
      </div>
    </div>
  );
}
