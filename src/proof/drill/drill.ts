// The drill (SEC-10): attacks the system's own doors as the known tools do, within a minute, and tells what got through. Its law: no
// real account or extension is ever tried, and nothing that it did is held against anybody afterwards.

import { type Clock, limits } from '#base';
import { askAll } from '../probes/ask.ts';
import type { Answered, Target } from '../probes/live.ts';
import { type Finding, stopped, through } from './finding.ts';
import { scan } from './scan.ts';
import { attackSip, type SipDecoy } from './sip-attacks.ts';
import { attackTls, type JudgeShown } from './tls-attacks.ts';
import { attackWeb, type WebDecoy } from './web-attacks.ts';

export type Decoy = SipDecoy & WebDecoy;

export interface DrillOptions {
  readonly clock: Clock;
  readonly targets: readonly Target[];
  /** Of this machine. */
  readonly addresses: readonly string[];
  /** Looked for beside the well-known ones. */
  readonly furtherPorts: readonly number[];
  readonly decoy: Decoy;
  readonly judgeShown: JudgeShown;
  /** A password that anybody guesses and the rules let pass; blank when there is none. */
  readonly weakPassword: string;
}

export interface DrillReport {
  readonly tookMs: number;
  readonly findings: readonly Finding[];
  /** Doors that the time did not suffice for. */
  readonly left: readonly string[];
}

/** One door after the other; what has not begun after the time is left out, and told. */
export async function drill(options: DrillOptions): Promise<DrillReport> {
  const { clock, targets, addresses, furtherPorts } = options;
  const sinceMs = clock.steadyMs();
  const isLate = (): boolean => clock.steadyMs() - sinceMs > limits.drill.mostMs;
  const findings: Finding[] = [passwords(options.weakPassword)];
  findings.push(...(await scan(addresses, targets, furtherPorts, clock)).findings);
  const left: string[] = [];
  for (const door of await askAll(targets, clock)) {
    if (isLate()) left.push(door.name);
    else if (!door.isOpen) findings.push(stopped(door, 'connect', `it takes no connection: ${door.why}`));
    else findings.push(...(await attack(door, options)));
  }
  return { tookMs: clock.steadyMs() - sinceMs, findings, left };
}

async function attack(door: Answered, { decoy, judgeShown, clock }: DrillOptions): Promise<readonly Finding[]> {
  const ofTls = await attackTls(door, judgeShown, clock);
  const isSip = door.speaks.startsWith('sip');
  return [...ofTls, ...(isSip ? await attackSip(door, decoy, clock) : await attackWeb(door, decoy, clock))];
}

function passwords(weak: string): Finding {
  const door = 'accounts';
  const attack = 'passwords that anybody guesses';
  if (weak === '') return stopped(door, attack, 'the rules for passwords refuse them');
  return through(
    door,
    attack,
    `somebody may choose ${weak}`,
    'Raise Password Strength, Minimum Password Complexity and Minimum Password Length in System Security Management.',
  );
}
