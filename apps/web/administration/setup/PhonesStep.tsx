// The step of the phones: two extensions, what each phone must be told, and a mark that turns as soon as it registers.

import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Setup } from '../../../portal/api.ts';
import { formQuery } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import { AuthorityDownload } from './AuthorityDownload.tsx';
import type { SetupState } from './facts.ts';
import { NewPhone } from './NewPhone.tsx';
import { PhoneCard } from './PhoneCard.tsx';
import { freeNumber, placeFor } from './place.ts';
import { StepFrame, type Way } from './StepFrame.tsx';
import type { Secrets } from './secrets.ts';
import classes from './setup.module.css';

interface Props {
  readonly state: SetupState;
  readonly secrets: Secrets;
  readonly way: Way;
}

const wanted = 2;

export function PhonesStep({ state, secrets, way }: Props) {
  const said = words.setup.phones;
  const { setup, extensions, registrations, facts, sees, extensionLength } = state;
  const { data: form } = useQuery({ ...formQuery('users-and-services'), enabled: sees('users-and-services') });
  const [host, setHost] = useState(() => hostFor(setup));
  const [isAdding, setAdding] = useState(false);
  const numbers = extensions.map(({ key }) => key);
  const shown = extensions.filter(({ key }, index) => index < wanted || key in secrets.known);
  const mayAdd = form?.operations.includes('add') === true;
  const suggested = freeNumber(extensionLength, numbers);
  const added = (number: string, secret: string): void => {
    secrets.keep(number, secret);
    setAdding(false);
  };
  const own = (
    <>
      <Reached setup={setup} host={host} onHost={setHost} />
      {shown.map(({ key, values }) => (
        <PhoneCard
          key={key}
          number={key}
          name={String(values.name ?? '')}
          place={placeFor(setup, host)}
          secrets={secrets}
          mayChange={form?.operations.includes('change') === true}
          registration={registrations.find((one) => one.values.extension === key)}
        />
      ))}
      {form !== undefined && mayAdd && (isAdding || shown.length < wanted) && (
        <NewPhone
          key={suggested}
          form={form}
          suggested={suggested}
          title={shown.length === 0 ? said.first : shown.length === 1 ? said.second : said.another}
          onAdded={added}
        />
      )}
      {mayAdd && !isAdding && shown.length >= wanted && (
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
          {said.another}
        </Button>
      )}
      <HowTo />
    </>
  );
  return <StepFrame title={said.title} lead={said.lead} way={way} isOpen={facts.registered < wanted} own={own} />;
}

interface ReachedProps {
  readonly setup: Setup;
  readonly host: string;
  readonly onHost: (host: string) => void;
}

/** By which of its names the phones shall reach the system, and what they must trust. */
function Reached({ setup, host, onHost }: ReachedProps) {
  const said = words.setup.phones;
  if (placeFor(setup, host) === undefined) return <Notice kind="broken">{said.noTls}</Notice>;
  return (
    <div className={classes.reached}>
      <NativeSelect
        label={said.whichName}
        value={host}
        data={[...setup.hosts]}
        onChange={(event) => onHost(event.currentTarget.value)}
      />
      <AuthorityDownload pem={setup.authority.certificatePem} />
    </div>
  );
}

function HowTo() {
  const said = words.setup.phones;
  return (
    <details className={classes.how}>
      <summary>{said.how}</summary>
      <ol>
        {said.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>{said.trouble}</p>
    </details>
  );
}

/** The name that this browser used, where the certificate holds it: phones in the same network can most likely use it too. */
const hostFor = ({ hosts }: Setup): string =>
  hosts.find((host) => host === location.hostname.replace(/^\[|\]$/g, '')) ?? hosts[0] ?? '';
