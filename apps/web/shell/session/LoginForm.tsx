// Login ID and password. A refusal says no more than the system does: the same for an unknown name, a wrong password and a locked account.

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { SecondFactorOffer } from '../../../portal/api.ts';
import { ProblemError, refusalsOf } from '../api.ts';
import { readKept } from '../kept.ts';
import { RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import { type Given, offerIn } from './given.ts';
import styles from './session.module.css';
import { useTitle } from './useTitle.ts';

const said = words.shell.login;

export interface LoginFormProps {
  readonly login: (given: Given) => Promise<void>;
  /** The password was right and may not stay. */
  readonly onForced: (given: Given) => void;
  /** The password was right, and is not all. */
  readonly onFactor: (given: Given, offer: SecondFactorOffer) => void;
}

export function LoginForm({ login, onForced, onFactor }: LoginFormProps) {
  useTitle(said.title);
  const [isTried, setTried] = useState(false);
  const [loginId, setLoginId] = useState('');
  const [password, setPassword] = useState('');
  // Who has come in from this browser before knows where the password is.
  const [isKnown] = useState(() => readKept('known') !== undefined);
  const field = useRef<HTMLInputElement>(null);
  const entering = useMutation({
    mutationFn: login,
    onError: (fault, given) => {
      if (fault instanceof ProblemError && fault.has('security.password-must-change')) return onForced(given);
      const offer = offerIn(fault);
      if (offer !== undefined) return onFactor(given, offer);
      setPassword('');
      field.current?.focus();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (loginId !== '' && password !== '') entering.mutate({ loginId: loginId.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h1 className={styles.title}>{said.title}</h1>
      <RefusalNotice refusals={refusalsOf(entering.error)} />
      <TextInput
        label={said.loginId}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        size="sm"
        value={loginId}
        onChange={(event) => setLoginId(event.currentTarget.value)}
        required
        withAsterisk={false}
        maxLength={64}
        error={isTried && loginId === '' ? said.loginIdMissing : undefined}
        autoFocus
      />
      <PasswordInput
        ref={field}
        label={said.password}
        autoComplete="current-password"
        size="sm"
        value={password}
        onChange={(event) => {
          setTried(false);
          setPassword(event.currentTarget.value);
        }}
        error={isTried && password === '' && entering.isIdle ? said.passwordMissing : undefined}
        required
        withAsterisk={false}
      />
      <Button type="submit" size="sm" loading={entering.isPending} aria-label={said.submit}>
        {said.submit}
      </Button>
      {!isKnown && <p className={styles.hint}>{said.firstTime}</p>}
    </form>
  );
}
