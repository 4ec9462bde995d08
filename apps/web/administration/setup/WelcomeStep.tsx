// The first step: what will happen, and where to go on.

import { words } from '../../shell/words/words.ts';
import type { SetupState } from './facts.ts';
import { DoneMark } from './marks.tsx';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';
import { isDone, resumeAt, type StepId, stepIds } from './steps.ts';

interface Props {
  readonly state: SetupState;
  readonly way: Way;
  readonly goTo: (step: StepId) => void;
}

export function WelcomeStep({ state, way, goTo }: Props) {
  const said = words.setup;
  const next = resumeAt(state.facts);
  const coming = stepIds.filter((step) => step !== 'welcome');
  const goOn = next === undefined || next === 'system' ? said.welcome.begin : said.welcome.goOn;
  return (
    <StepFrame
      title={said.welcome.title}
      lead={said.welcome.lead}
      way={way}
      next={`${goOn}: ${said[next ?? 'system'].name}`}
      onNext={() => goTo(next ?? 'system')}
    >
      <ol className={classes.coming}>
        {coming.map((step) => (
          <li key={step}>
            <strong>{said[step].name}</strong>
            <span>{said.welcome.what[step]}</span>
            {isDone(step, state.facts) === true && <DoneMark />}
          </li>
        ))}
      </ol>
      <p>{next === undefined ? said.welcome.again : said.welcome.have}</p>
    </StepFrame>
  );
}
