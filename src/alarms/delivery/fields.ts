// Fields that the forms of delivery share.

import { choice, parseAddress, text } from '#forms';
import { isWorse, type Severity } from '../alarm.ts';

/** From which severity on a destination is told. */
export type From = 'none' | Severity;

export const fromSeverity = (label: string, help: string, section = '') =>
  choice({
    ...{ label, section },
    help: `${help} None: nothing is sent.`,
    of: { none: 'None', critical: 'Critical', major: 'Major and worse', minor: 'All' },
    initial: 'none',
  });

export const isTold = (from: From, severity: Severity): boolean => from !== 'none' && !isWorse(from, severity);

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const hostName = new RegExp(`^${label}(?:\\.${label})*$`);
/** A name of the domain name system, or an address without brackets. */
const isHost = (value: string): boolean =>
  parseAddress(value) !== undefined || (hostName.test(value) && !/^[\d.]+$/.test(value));

interface HostWords {
  readonly label: string;
  readonly help: string;
  readonly section?: string;
  /** Whether it may be blank. */
  readonly blank?: boolean;
}

export const host = ({ blank = false, ...words }: HostWords) =>
  text({
    ...words,
    max: 253,
    ...(blank ? { initial: '' } : {}),
    holds: isHost,
    expects: 'a host name such as mail.example.com, or an address',
  });
