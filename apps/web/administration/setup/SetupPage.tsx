// The setup assistant (ADM-8): eight steps over ordinary forms. Where one is stands in the address; what is done is read from the system.

import { IconShieldCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { refusalsOf } from '../../shell/api.ts';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { words } from '../../shell/words/words.ts';
import { CallStep } from './CallStep.tsx';
import { CertificateStep } from './CertificateStep.tsx';
import { type SetupState, setupQuery, useSetupState } from './facts.ts';
import { PhonesStep } from './PhonesStep.tsx';
import { SecurityStep } from './SecurityStep.tsx';
import { SettingsStep } from './SettingsStep.tsx';
import type { Way } from './StepFrame.tsx';
import { SummaryStep } from './SummaryStep.tsx';
import { SystemStep } from './SystemStep.tsx';
import type { Secrets } from './secrets.ts';
import classes from './setup.module.css';
import { type Facts, isDone, isStep, type StepId, stepAfter, stepBefore, stepIds } from './steps.ts';
import { WelcomeStep } from './WelcomeStep.tsx';

export function SetupPage() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useSetupState();
  const { error } = useQuery(setupQuery);
  const [known, setKnown] = useState<Secrets['known']>({});
  const secrets: Secrets = { known, keep: (number, secret) => setKnown((was) => ({ ...was, [number]: secret })) };
  const step: StepId = isStep(search.step) ? search.step : 'welcome';
  const goTo = (to: StepId): void => void navigate({ to: '/setup', search: { step: to } });
  const before = stepBefore(step);
  const way: Way = {
    goOn: () => goTo(stepAfter(step)),
    goBack: before === undefined ? undefined : () => goTo(before),
  };
  const at = stepIds.indexOf(step);
  return (
    <div className={classes.page}>
      <PageHead title={words.setup.title} aside={words.setup.stepOf(at + 1, stepIds.length)} />
      <RefusalNotice refusals={refusalsOf(error)} />
      {state !== undefined && (
        <div className={classes.columns}>
          <Steps facts={state.facts} current={step} />
          <Step key={step} {...{ step, state, secrets, way, goTo }} onFinished={() => void navigate({ to: '/' })} />
        </div>
      )}
    </div>
  );
}

function Steps({ facts, current }: { readonly facts: Facts; readonly current: StepId }) {
  const said = words.setup;
  return (
    <nav aria-label={said.steps} className={classes.steps}>
      <ol>
        {stepIds.map((step, index) => (
          <li key={step}>
            <Link
              to="/setup"
              search={{ step }}
              className={classes.stepLink}
              {...(step === current ? { 'aria-current': 'step' } : {})}
            >
              {isDone(step, facts) === true ? <DoneFigure /> : <span className={classes.figure}>{index + 1}</span>}
              <span>{said[step].name}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const DoneFigure = () => (
  <span className={classes.figure} data-done>
    <IconShieldCheckFilled size={18} role="img" aria-label={words.setup.state.done} />
  </span>
);

interface StepProps {
  readonly step: StepId;
  readonly state: SetupState;
  readonly secrets: Secrets;
  readonly way: Way;
  readonly goTo: (step: StepId) => void;
  readonly onFinished: () => void;
}

function Step({ step, state, secrets, way, goTo, onFinished }: StepProps) {
  switch (step) {
    case 'welcome':
      return <WelcomeStep state={state} way={way} goTo={goTo} />;
    case 'system':
      return <SystemStep setup={state.setup} way={way} />;
    case 'certificate':
      return <CertificateStep setup={state.setup} way={way} />;
    case 'numbering':
      return <NumberingStep way={way} />;
    case 'phones':
      return <PhonesStep state={state} secrets={secrets} way={way} />;
    case 'call':
      return <CallStep state={state} way={way} goTo={goTo} />;
    case 'security':
      return <SecurityStep way={way} />;
    case 'summary':
      return <SummaryStep state={state} way={way} goTo={goTo} onFinished={onFinished} />;
  }
}

function NumberingStep({ way }: { readonly way: Way }) {
  const said = words.setup.numbering;
  const names = ['extensionLength', 'doNotDisturbOn', 'doNotDisturbOff'];
  return <SettingsStep formId="numbering" names={names} title={said.title} lead={said.lead} way={way} />;
}
