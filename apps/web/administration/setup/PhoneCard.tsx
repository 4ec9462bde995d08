// One phone: whether it is registered, and everything that it must be told to be. Its secret is here only in the visit in which it was made.

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { Changed, Changes, RecordView, Refusal } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';
import { api, refusalsOf } from '../../shell/api.ts';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import { CopyButton } from './CopyButton.tsx';
import { RegisteredMark } from './marks.tsx';
import type { Place } from './place.ts';
import type { Secrets } from './secrets.ts';
import classes from './setup.module.css';

interface Props {
  readonly number: string;
  readonly name: string;
  readonly place: Place | undefined;
  readonly secrets: Secrets;
  readonly registration: RecordView | undefined;
  /** Its secret may be made anew by this person. */
  readonly mayChange: boolean;
}

export function PhoneCard({ number, name, place, secrets, registration, mayChange }: Props) {
  const said = words.setup.phones;
  const heading = useId();
  const card = useRef<HTMLElement>(null);
  const secret = secrets.known[number];
  // A card that has just got its secret says so to whoever cannot see it.
  useEffect(() => {
    if (secret !== undefined) card.current?.focus({ preventScroll: true });
  }, [secret]);
  return (
    <section className={classes.card} aria-labelledby={heading} ref={card} tabIndex={-1} data-phone={number}>
      <div className={classes.cardHead}>
        <h3 id={heading}>
          <strong>{number}</strong> {name}
        </h3>
        <div role="status">
          <RegisteredMark registered={registration !== undefined} />
        </div>
      </div>
      <p className={classes.small}>{registration === undefined ? said.waitingHow : howOf(registration)}</p>
      {place !== undefined && <Told number={number} place={place} secret={secret} />}
      {secret !== undefined && <p className={classes.small}>{said.secretOnce}</p>}
      {secret === undefined && mayChange && (
        <NewSecret number={number} isRegistered={registration !== undefined} keep={secrets.keep} />
      )}
    </section>
  );
}

const howOf = ({ values }: RecordView): string =>
  words.setup.phones.registeredHow(printed(values.tls) || printed(values.transport), printed(values.address));

interface ToldProps {
  readonly number: string;
  readonly place: Place;
  readonly secret: string | undefined;
}

function Told({ number, place, secret }: ToldProps) {
  const said = words.setup.phones;
  const lines: readonly (readonly [string, string])[] = [
    [said.server, place.host],
    [said.port, String(place.port)],
    [said.transport, said.transportIs],
    [said.user, number],
    ...(secret === undefined ? [] : [[said.secret, secret] as const]),
    [said.media, said.mediaIs],
  ];
  return (
    <dl className={classes.told}>
      {lines.map(([label, text]) => (
        <div key={label} data-line={label}>
          <dt>{label}</dt>
          <dd>
            <code>{text}</code>
            <CopyButton text={text} label={label} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface NewSecretProps {
  readonly number: string;
  readonly isRegistered: boolean;
  readonly keep: Secrets['keep'];
}

/** A new secret ends the registrations of the old one: where there are any, it is asked once more. */
function NewSecret({ number, isRegistered, keep }: NewSecretProps) {
  const said = words.setup.phones;
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const make = async (): Promise<void> => {
    try {
      const wish = { kind: 'change', form: 'users-and-services', key: number, patch: { sipSecret: '' } } as const;
      const { records } = await api.send<Changed>('POST', 'changes', { changes: [wish] } satisfies Changes);
      keep(number, records[0]?.made.sipSecret ?? '');
      await queries.invalidateQueries({ queryKey: ['form', 'users-and-services'] });
    } catch (fault) {
      setRefusals(refusalsOf(fault));
    }
  };
  return (
    <div className={classes.newSecret}>
      <span className={classes.small}>{isAsked ? said.newSecretEnds : said.secretGone}</span>
      <Button
        variant="default"
        size="compact-sm"
        {...(isAsked ? { color: 'red', variant: 'outline' } : {})}
        onClick={() => (isRegistered && !isAsked ? setAsked(true) : void make())}
      >
        {said.newSecret}
      </Button>
      <RefusalNotice refusals={refusals} />
    </div>
  );
}
