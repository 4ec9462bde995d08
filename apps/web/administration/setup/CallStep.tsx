// The step of the first call: who calls whom, the call while it lasts with its padlock, and then its record.

import { useEffect, useState } from 'react';
import type { RecordView } from '../../../portal/api.ts';
import { FieldValue } from '../../fields/FieldValue.tsx';
import { printed } from '../../fields/values.ts';
import { systemNowMs } from '../../shell/api.ts';
import { useForm } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { PageButton } from '../../shell/PageLink.tsx';
import { every } from '../../shell/time.ts';
import { printDuration } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import type { SetupState } from './facts.ts';
import { Padlock } from './marks.tsx';
import { RecordFacts } from './RecordFacts.tsx';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';
import type { StepId } from './steps.ts';

interface Props {
  readonly state: SetupState;
  readonly way: Way;
  readonly goTo: (step: StepId) => void;
}

export function CallStep({ state, way, goTo }: Props) {
  const said = words.setup.call;
  const { registrations, extensions, calls, history } = state;
  const registered = registrations.map(({ values }) => printed(values.extension));
  const all = [...new Set([...registered, ...extensions.map(({ key }) => key)])];
  const [from, to] = all;
  if (from === undefined || to === undefined) return <NoPhones way={way} goTo={goTo} />;
  const pair = [from, to];
  const missing = pair.filter((number) => !registered.includes(number));
  const call = calls.find(({ values }) => isBetween(pair, printed(values.caller), printed(values.called)));
  const last = history.find(({ values }) => isBetween(pair, printed(values.caller), printed(values.called)));
  const own = (
    <>
      <p className={classes.ask}>{said.ask(from, to)}</p>
      {missing.length > 0 && <Notice kind="weak">{said.notThere(missing.join(', '))}</Notice>}
      <section className={classes.card} aria-label={said.now} data-call={call === undefined ? 'none' : 'live'}>
        <div role="status">{call === undefined ? <p>{said.waiting}</p> : <Live call={call} />}</div>
      </section>
      {last !== undefined && <OnRecord record={last} />}
      <p className={classes.small}>{said.again}</p>
    </>
  );
  return <StepFrame title={said.title} way={way} isOpen={last === undefined} own={own} />;
}

/** Views name a person as "201" or "201 Ada". */
const numberIn = (text: string): string => text.split(' ')[0] ?? '';
const isBetween = (pair: readonly string[], caller: string, called: string): boolean =>
  pair.includes(numberIn(caller)) && pair.includes(numberIn(called));

function NoPhones({ way, goTo }: { readonly way: Way; readonly goTo: Props['goTo'] }) {
  const said = words.setup.call;
  return (
    <StepFrame title={said.title} way={way} canSkip next={said.toPhones} onNext={() => goTo('phones')}>
      <p>{said.needPhones}</p>
    </StepFrame>
  );
}

function Live({ call }: { readonly call: RecordView }) {
  const said = words.setup.call;
  const { data: view } = useForm('calls');
  const { values } = call;
  const field = (name: string) => view?.fields.find((one) => one.name === name);
  const [state, security] = [field('state'), field('security')];
  const isKnown = printed(values.security) !== 'unknown';
  return (
    <div className={classes.live}>
      <strong>{said.who(printed(values.caller), printed(values.called))}</strong>
      <span>{state !== undefined && <FieldValue field={state} value={values.state} />}</span>
      <Elapsed sinceMs={Date.parse(printed(values.started))} />
      {isKnown && security !== undefined && (
        <Padlock secure={printed(values.security) === 'secure'}>
          {[security.choices?.[printed(values.security)], printed(values.suite)].filter(Boolean).join(', ')}
        </Padlock>
      )}
    </div>
  );
}

/** Counts for the eye alone: it would be read out each second. */
function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNow] = useState(systemNowMs);
  useEffect(() => every(1_000, () => setNow(systemNowMs())), []);
  return <span aria-hidden>{printDuration(nowMs - sinceMs)}</span>;
}

function OnRecord({ record }: { readonly record: RecordView }) {
  const said = words.setup.call;
  const { data: view } = useForm('call-history');
  if (view === undefined) return null;
  const { values } = record;
  const secure = printed(values.secure) === 'throughout';
  const answered = printed(values.outcome) === 'answered';
  return (
    <section className={classes.card} aria-label={said.record} data-record={record.key}>
      <div className={classes.cardHead}>
        <h3>{said.record}</h3>
        {answered && <Padlock secure={secure}>{secure ? words.shell.home.secure : words.shell.home.insecure}</Padlock>}
      </div>
      <p>{answered ? (secure ? said.proven : said.notProven) : said.refused}</p>
      <RecordFacts view={view} values={values} />
      <PageButton to="/forms/$form" params={{ form: 'call-history' }} variant="default" size="compact-sm">
        {said.all}
      </PageButton>
    </section>
  );
}
