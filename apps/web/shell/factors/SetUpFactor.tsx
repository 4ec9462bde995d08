// Setting up one second factor: its name and the password, then the app or the browser, then the recovery codes where they are new.

import { Button, CopyButton, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type {
  FactorsChanged,
  PasskeyBegun,
  PasskeyFinish,
  Refusal,
  Session,
  TotpBegun,
  TotpFinish,
} from '../../../portal/api.ts';
import { AtField } from '../AtField.tsx';
import { api, path, refusalsOf } from '../api.ts';
import { RefusalNotice } from '../Notice.tsx';
import { words } from '../words/words.ts';
import { CodeField } from './CodeField.tsx';
import styles from './factors.module.css';
import { makePasskey } from './passkeys.ts';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

const said = words.factors.add;

export interface SetUpProps {
  readonly kind: 'totp' | 'passkey';
  readonly loginId: string;
  /** Where it has just been given; otherwise it is asked for. */
  readonly password?: string;
  /** The session goes on; called when the recovery codes are kept, too. */
  readonly onChanged: (session: Session) => void;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

export function SetUpFactor({ kind, loginId, password: known, onChanged, onDone, onBack }: SetUpProps) {
  const [begun, setBegun] = useState<TotpBegun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const changed = ({ session, recoveryCodes }: FactorsChanged): void => {
    onChanged(session);
    if (recoveryCodes.length > 0) setCodes(recoveryCodes);
    else onDone();
  };
  if (codes !== undefined) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begun !== undefined)
    return <ScanStep begun={begun} loginId={loginId} onChanged={changed} onBack={() => setBegun(undefined)} />;
  return (
    <BeginStep
      {...{ kind, loginId, onBack }}
      {...(known === undefined ? {} : { known })}
      onTotp={setBegun}
      onChanged={changed}
    />
  );
}

interface BeginProps {
  readonly kind: 'totp' | 'passkey';
  readonly loginId: string;
  readonly known?: string;
  readonly onTotp: (begun: TotpBegun) => void;
  readonly onChanged: (changed: FactorsChanged) => void;
  readonly onBack: () => void;
}

function BeginStep({ kind, loginId, known, onTotp, onChanged, onBack }: BeginProps) {
  const [name, setName] = useState<string>(kind === 'totp' ? said.phone : said.device);
  const [password, setPassword] = useState('');
  const beginning = useMutation({
    mutationFn: async () => {
      const given = { name, password: known ?? password };
      if (kind === 'totp') return onTotp(await api.send<TotpBegun>('POST', 'own/factors/totp', given));
      const { id, options } = await api.send<PasskeyBegun>('POST', 'own/factors/passkeys', given);
      const finish: PasskeyFinish = { answer: await makePasskey(options) };
      onChanged(await api.send<FactorsChanged>('POST', path('own', 'factors', 'passkeys', id), finish));
    },
  });
  const refusals = refusalsOf(beginning.error);
  const at = (field: string): readonly Refusal[] => refusals.filter((refusal) => refusal.field === field);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '' && (known ?? password) !== '') beginning.mutate();
  };
  return (
    <form className={styles.step} onSubmit={submit} noValidate>
      <RefusalNotice refusals={refusals.filter(({ field }) => field !== 'name' && field !== 'password')} />
      <input type="text" autoComplete="username" value={loginId} readOnly hidden />
      <TextInput
        label={said.name}
        description={said.nameHint}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={at('name').length > 0 && <AtField refusals={at('name')} />}
        maxLength={40}
        size="sm"
        required
        withAsterisk={false}
        data-autofocus
        autoFocus
      />
      {known === undefined && (
        <PasswordInput
          label={said.password}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={at('password').length > 0 && <AtField refusals={at('password')} />}
          size="sm"
          required
          withAsterisk={false}
        />
      )}
      {beginning.isPending && kind === 'passkey' && <p role="status">{said.waiting}</p>}
      <div className={styles.end}>
        <Button variant="default" onClick={onBack}>
          {said.back}
        </Button>
        <Button type="submit" loading={beginning.isPending} disabled={name.trim() === '' || (known ?? password) === ''}>
          {kind === 'totp' ? said.next : said.make}
        </Button>
      </div>
    </form>
  );
}

interface ScanProps {
  readonly begun: TotpBegun;
  readonly loginId: string;
  readonly onChanged: (changed: FactorsChanged) => void;
  readonly onBack: () => void;
}

function ScanStep({ begun, loginId, onChanged, onBack }: ScanProps) {
  const [code, setCode] = useState('');
  const finishing = useMutation({
    mutationFn: (finish: TotpFinish) =>
      api.send<FactorsChanged>('POST', path('own', 'factors', 'totp', begun.id), finish),
    onSuccess: onChanged,
    onError: () => setCode(''),
  });
  const refusals = refusalsOf(finishing.error);
  const ofCode = refusals.filter(({ field }) => field === 'code');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code !== '') finishing.mutate({ code });
  };
  return (
    <form className={styles.step} onSubmit={submit} noValidate>
      <RefusalNotice refusals={refusals.filter((refusal) => !ofCode.includes(refusal))} />
      <p>{said.scan}</p>
      <QrCode text={begun.uri} label={said.qr(loginId)} />
      <p>{said.typed}</p>
      <div className={styles.key}>
        <code>{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <CopyButton value={begun.secret}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? said.copied : said.copyKey}
            </Button>
          )}
        </CopyButton>
      </div>
      <CodeField label={said.code} value={code} onChange={setCode} refusals={ofCode} />
      <div className={styles.end}>
        <Button variant="default" onClick={onBack}>
          {said.back}
        </Button>
        <Button type="submit" loading={finishing.isPending} disabled={code === ''}>
          {said.finish}
        </Button>
      </div>
    </form>
  );
}
