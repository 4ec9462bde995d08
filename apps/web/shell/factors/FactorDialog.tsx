// What is done with one's own second factors, each in a dialog, with the password once more.

import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { FactorsChanged, PasswordAgain, Session } from '../../../portal/api.ts';
import { AtField } from '../AtField.tsx';
import { api, path, refusalsOf } from '../api.ts';
import { useSession } from '../data/queries.ts';
import { Notice, RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import styles from './factors.module.css';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';

const said = words.factors;

export type Doing =
  | { readonly what: 'totp' | 'replace' | 'passkey' | 'renew' }
  | { readonly what: 'remove'; readonly id: string; readonly name: string; readonly isLast: boolean };

export interface FactorDialogProps {
  readonly doing: Doing;
  readonly onChanged: (session: Session) => void;
  readonly onClose: () => void;
}

export function FactorDialog({ doing, onChanged, onClose }: FactorDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(doing)}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      <Inside {...{ doing, onChanged, onClose }} />
    </Modal>
  );
}

function titleOf(doing: Doing): string {
  if (doing.what === 'remove') return said.remove.title(doing.name);
  if (doing.what === 'renew') return said.renew.title;
  return doing.what === 'replace' ? said.add.replaceTitle : said.add.title;
}

function Inside({ doing, onChanged, onClose }: FactorDialogProps) {
  const { loginId } = useSession();
  const [codes, setCodes] = useState<readonly string[]>();
  const changed = ({ session, recoveryCodes }: FactorsChanged): void => {
    onChanged(session);
    if (recoveryCodes.length > 0) setCodes(recoveryCodes);
    else onClose();
  };
  if (codes !== undefined) return <RecoveryCodes codes={codes} onDone={onClose} />;
  if (doing.what === 'remove') {
    const { isLast } = doing;
    const to = path('own', 'factors', 'removed', doing.id);
    const text = isLast ? said.remove.last : said.remove.words;
    return (
      <Confirm to={to} text={text} label={said.remove.confirm} weak={isLast} onChanged={changed} onBack={onClose} />
    );
  }
  if (doing.what === 'renew')
    return (
      <Confirm
        to="own/factors/recovery-codes"
        text={said.renew.words}
        label={said.renew.confirm}
        onChanged={changed}
        onBack={onClose}
      />
    );
  const kind = doing.what === 'passkey' ? 'passkey' : 'totp';
  return (
    <div className={styles.step}>
      {doing.what === 'replace' && <p>{said.add.replaces}</p>}
      {doing.what !== 'replace' && <p className={styles.lead}>{said.kinds[`${kind}About`]}</p>}
      <SetUpFactor {...{ kind, loginId, onChanged }} onDone={onClose} onBack={onClose} />
    </div>
  );
}

interface ConfirmProps {
  readonly to: string;
  readonly text: string;
  readonly label: string;
  readonly weak?: boolean;
  readonly onChanged: (changed: FactorsChanged) => void;
  readonly onBack: () => void;
}

function Confirm({ to, text, label, weak = false, onChanged, onBack }: ConfirmProps) {
  const { loginId } = useSession();
  const [password, setPassword] = useState('');
  const doing = useMutation({
    mutationFn: (again: PasswordAgain) => api.send<FactorsChanged>('POST', to, again),
    onSuccess: onChanged,
  });
  const refusals = refusalsOf(doing.error);
  const ofPassword = refusals.filter(({ field }) => field === 'password');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '') doing.mutate({ password });
  };
  return (
    <form className={styles.step} onSubmit={submit} noValidate>
      {weak ? <Notice kind="weak">{text}</Notice> : <p>{text}</p>}
      <RefusalNotice refusals={refusals.filter((refusal) => !ofPassword.includes(refusal))} />
      <input type="text" autoComplete="username" value={loginId} readOnly hidden />
      <PasswordInput
        label={said.add.password}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={ofPassword.length > 0 && <AtField refusals={ofPassword} />}
        size="sm"
        required
        withAsterisk={false}
        data-autofocus
      />
      <div className={styles.end}>
        <Button variant="default" onClick={onBack}>
          {words.shell.cancel}
        </Button>
        <Button type="submit" loading={doing.isPending} disabled={password === ''}>
          {label}
        </Button>
      </div>
    </form>
  );
}
