// A new password with the login: the old one was right, and may not stay. Nothing is open before it is changed.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SecondFactorOffer } from '../../../portal/api.ts';
import { refusalsOf } from '../api.ts';
import { RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import { type Given, offerIn } from './given.ts';
import { isComplete, NewPasswordFields, noNewPassword } from './NewPasswordFields.tsx';
import styles from './session.module.css';
import { useTitle } from './useTitle.ts';

const said = words.shell.newPassword;
/** It brought them here. */
const known = 'security.password-must-change';
const fields: readonly (string | undefined)[] = ['newPassword', 'new', 'password'];

export interface ForcedPasswordProps {
  readonly given: Given;
  readonly login: (given: Given) => Promise<void>;
  /** Both passwords are right, and are not all. */
  readonly onFactor: (given: Given, offer: SecondFactorOffer) => void;
  readonly onBack: () => void;
}

export function ForcedPassword({ given, login, onFactor, onBack }: ForcedPasswordProps) {
  useTitle(said.title);
  const [fresh, setFresh] = useState(noNewPassword);
  const changing = useMutation({
    mutationFn: login,
    onError: (fault, tried) => {
      const offer = offerIn(fault);
      if (offer !== undefined) onFactor(tried, offer);
    },
  });
  // That it must be changed is what this page says anyway.
  const refusals = refusalsOf(changing.error).filter(({ code }) => code !== 'security.password-must-change');
  const ofField = refusals.filter(({ field }) => fields.includes(field));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { loginId, password } = given;
    if (isComplete(fresh)) changing.mutate({ loginId, password, newPassword: fresh.fresh });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h1 className={styles.title}>{said.title}</h1>
      <p className={styles.lead}>{said.why}</p>
      <RefusalNotice refusals={refusals.filter((refusal) => !ofField.includes(refusal) && refusal.code !== known)} />
      <input type="text" autoComplete="username" value={given.loginId} readOnly hidden />
      <NewPasswordFields loginId={given.loginId} value={fresh} onChange={setFresh} first refusals={ofField} />
      <Button type="submit" size="sm" loading={changing.isPending} disabled={!isComplete(fresh)}>
        {said.submit}
      </Button>
      <Button variant="subtle" size="sm" onClick={onBack}>
        {said.back}
      </Button>
    </form>
  );
}
