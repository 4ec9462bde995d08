// What is done and what is left after the setup, from what the system shows of itself; what it cannot see is left to do, never claimed as done.

import { words } from '../../shell/words/words.ts';
import type { Facts, StepId } from './steps.ts';

export interface Line {
  readonly done: boolean;
  readonly words: string;
  /** Where it is done: a step, or a form. */
  readonly step?: StepId;
  readonly form?: string;
}

export interface Known {
  readonly facts: Facts;
  readonly systemName: string;
  /** 0 when it is not known. */
  readonly extensionLength: number;
  /** Profiles of people: neither of the two first ones. Undefined when they may not be seen. */
  readonly people: number | undefined;
  /** The one-time password of the security administrator was changed. Undefined when that cannot be seen. */
  readonly securityCame: boolean | undefined;
}

const enough = 2;

export function summaryOf({ facts, systemName, extensionLength, people, securityCame }: Known): readonly Line[] {
  const said = words.setup.summary;
  const { systemChanged, extensions, registered, callsOnRecord } = facts;
  const line = (done: boolean, whenDone: string, whenLeft: string, where: Pick<Line, 'step' | 'form'>): Line => ({
    done,
    words: done ? whenDone : whenLeft,
    ...where,
  });
  return [
    line(systemChanged, said.system(systemName), said.systemLeft, { step: 'system' }),
    ...(extensionLength > 0 ? [line(true, said.numbering(extensionLength), '', { step: 'numbering' })] : []),
    line(extensions >= enough, said.phones(extensions), said.phonesLeft, { step: 'phones' }),
    line(registered >= enough, said.registered(registered), said.registeredLeft, { step: 'phones' }),
    line(callsOnRecord > 0, said.call, said.callLeft, { step: 'call' }),
    line(securityCame === true, said.security, said.securityLeft, {}),
    line((people ?? 0) > 0, said.people(people ?? 0), said.peopleLeft, people === undefined ? {} : { form: profiles }),
    line(false, '', said.trustLeft, { step: 'certificate' }),
    line(false, '', said.keyLeft, {}),
  ];
}

export const profiles = 'user-authorization-profiles';
