// One step: its heading, which takes the focus when the step begins, its lead, its content, and the way on, which Enter takes too.

import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { words } from '../../shell/words/words.ts';
import classes from './setup.module.css';

export interface Way {
  readonly goOn: () => void;
  /** Undefined at the first step. */
  readonly goBack: (() => void) | undefined;
}

export interface StepFrameProps {
  readonly title: string;
  readonly lead?: string;
  readonly way: Way;
  /** What the main button says; "Continue" without it. */
  readonly next?: string;
  /** What it does before it goes on; without it, it only goes on. */
  readonly onNext?: () => void;
  readonly isBusy?: boolean;
  /** What the step is for is not done yet: the way on says that it is skipped. */
  readonly isOpen?: boolean;
  /** There is something typed that can be left out. */
  readonly canSkip?: boolean;
  /** What has forms of its own: it stands above the way on and not within its form. */
  readonly own?: ReactNode;
  readonly children?: ReactNode;
}

export function StepFrame(props: StepFrameProps) {
  const { title, lead, way, next, onNext, isBusy = false, isOpen = false, canSkip = false, own, children } = props;
  const said = words.setup;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    (onNext ?? way.goOn)();
  };
  return (
    <div className={classes.step}>
      <h2 className={classes.heading} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {own}
      <form className={classes.content} onSubmit={submit} noValidate>
        {children}
        <div className={classes.way}>
          <Button type="submit" loading={isBusy} variant={isOpen ? 'default' : 'filled'}>
            {next ?? (isOpen ? said.skip : said.next)}
          </Button>
          {canSkip && (
            <Button variant="default" onClick={way.goOn}>
              {said.skip}
            </Button>
          )}
          {way.goBack !== undefined && (
            <Button variant="subtle" color="gray" onClick={way.goBack}>
              {said.back}
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}
