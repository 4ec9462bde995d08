// Changing one's own password; all other sessions of this person end with it.

import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { PasswordChange, Refusal, Session } from '../../../portal/api.ts';
import { AtField } from '../AtField.tsx';
import { api, keepCsrfToken, refusalsOf } from '../api.ts';
import { sessionQuery, useSession } from '../data/queries.ts';
import { Notice, RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import { isComplete, NewPasswordFields, noNewPassword } from './NewPasswordFields.tsx';
import styles from './session.module.css';

const said = words.shell.newPassword;

export function ChangePassword({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={said.change} closeButtonProps={{ 'aria-label': words.shell.close }}>
      <ChangeForm onClose={onClose} />
    </Modal>
  );
}

function ChangeForm({ onClose }: { readonly onClose: () => void }) {
  const { loginId } = useSession();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState(noNewPassword);
  const change = useMutation({
    mutationFn: (wanted: PasswordChange) => api.send<Session>('POST', 'password', wanted),
    onSuccess: (session) => {
      keepCsrfToken(session.csrfToken);
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
  const refusals = refusalsOf(change.error);
  const at = (field: string): readonly Refusal[] => refusals.filter((refusal) => refusal.field === field);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (current !== '' && isComplete(fresh)) change.mutate({ current, new: fresh.fresh });
  };

  if (change.isSuccess)
    return (
      <div className={styles.form}>
        <Notice kind="proven">{said.changed}</Notice>
        <Button onClick={onClose} data-autofocus>
          {words.shell.close}
        </Button>
      </div>
    );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <RefusalNotice refusals={refusals.filter(({ field }) => field !== 'current' && field !== 'new')} />
      <input type="text" autoComplete="username" value={loginId} readOnly hidden />
      <PasswordInput
        label={said.current}
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={at('current').length > 0 && <AtField refusals={at('current')} />}
        size="sm"
        required
        withAsterisk={false}
        data-autofocus
      />
      <NewPasswordFields loginId={loginId} value={fresh} onChange={setFresh} refusals={at('new')} />
      <div className={styles.endingButtons}>
        <Button variant="default" onClick={onClose}>
          {words.shell.cancel}
        </Button>
        <Button type="submit" loading={change.isPending} disabled={current === '' || !isComplete(fresh)}>
          {said.change}
        </Button>
      </div>
    </form>
  );
}
