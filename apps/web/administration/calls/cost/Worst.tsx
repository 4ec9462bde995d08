// The worst that could happen, in words: how much, to where, and what stopped it.

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { TollSimulation } from '../../../../portal/api.ts';
import { Said } from '../../../shell/Said.tsx';
import { State } from '../../../shell/State.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { printNumber } from '../../../shell/words/format.ts';
import { Moment } from '../../../shell/words/Moment.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Waiting } from '../../parts/Waiting.tsx';
import styles from '../calls.module.css';
import { RecordLink } from '../RecordLink.tsx';
import { simulationQuery } from './queries.ts';
import type { CostWish } from './wish.ts';

const said = callWords.cost;
/** What decides how much it can be. */
const settings = ['toll-limits', 'toll-countries', 'toll-tariffs', 'toll-guard'];

export function Worst({ wish }: { readonly wish: CostWish }) {
  const { data: worst, error, refetch } = useQuery(simulationQuery(wish));
  if (error !== null) return <Problem fault={error} onAgain={() => void refetch()} />;
  if (worst === undefined) return <Waiting />;
  const { isUnbounded } = worst;
  return (
    <section className={styles.part} aria-label={sentenceOf(worst)}>
      <div className={styles.verdict} role="status">
        <p className={styles.outcome}>
          <State kind={isUnbounded ? 'weak' : 'proven'}>
            {isUnbounded ? said.states.unbounded : said.states.bounded}
          </State>
        </p>
        <p className={styles.sentence}>{sentenceOf(worst)}</p>
        {isUnbounded && <p className={styles.quiet}>{said.unbounded}</p>}
      </div>
      <Facts worst={worst} />
    </section>
  );
}

function sentenceOf({ extension, money, calls, isUnbounded }: TollSimulation): string {
  if (calls === 0) return said.nothing(extension);
  return isUnbounded ? said.atLeast(extension, money) : said.atMost(extension, money);
}

function Facts({ worst }: { readonly worst: TollSimulation }) {
  const { fromMs, toMs, calls, minutes, destination, perMinute, serviceClass, stoppedBy } = worst;
  return (
    <dl className={styles.facts}>
      <Fact name={said.time}>
        <Moment ms={fromMs} /> {said.until} <Moment ms={toMs} />
      </Fact>
      <Fact name={said.calls}>{printNumber(calls)}</Fact>
      <Fact name={said.minutes}>{printNumber(minutes)}</Fact>
      <Fact name={said.dearest}>
        {destination === '' ? said.noDestination : `${destination}, ${said.perMinute(perMinute)}`}
      </Fact>
      <Fact name={said.stopped}>
        {stoppedBy.length === 0 && said.notStopped}
        <ul>
          {stoppedBy.map(({ words: why, times }) => (
            <li key={why}>
              <Said text={why} /> <span className={styles.quiet}>{said.times(printNumber(times), times)}</span>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact name={said.serviceClass}>{printNumber(serviceClass)}</Fact>
      <Fact name={said.set}>
        <span className={styles.links}>
          {settings.map((form) => (
            <RecordLink key={form} form={form} recordKey="" />
          ))}
        </span>
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
