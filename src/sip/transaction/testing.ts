// Ways into every state of the four machines, for the tests that go through each row of their tables.

import { FakeClock } from '#base';
import { outgoing, request, responseTo, SampleFlow } from '../testing.ts';
import type { TransportName } from '../transport/flow.ts';
import { ClientTransaction } from './client.ts';
import { ServerTransaction } from './server.ts';
import type { Event, State } from './tables.ts';
import { TRANSACTION_MS } from './timers.ts';

/** One transaction that a test makes things happen to, with all that it says to the outside. */
export class Walk {
  readonly clock = new FakeClock();
  readonly flow: SampleFlow;
  readonly told: string[] = [];
  forgotten = 0;
  readonly #make: (walk: Walk) => Happening;
  readonly #happen: (event: Event) => void;

  constructor(machine: MachineName, transport: TransportName) {
    this.flow = new SampleFlow(transport);
    this.#make = machine.endsWith('client') ? clientOf : serverOf;
    const happening = this.#make(this)(machine.startsWith('INVITE') ? 'INVITE' : 'OPTIONS');
    this.#happen = happening.happen;
    this.state = happening.state;
  }

  readonly state: () => State;

  after(...events: Event[]): this {
    for (const event of events) this.#happen(event);
    return this;
  }
}

export const machineNames = ['INVITE client', 'request client', 'INVITE server', 'request server'] as const;
export type MachineName = (typeof machineNames)[number];
type Happening = (method: string) => { readonly state: () => State; readonly happen: (event: Event) => void };

/** Lets the timers run until this event has come; the longest of them is 64·T1. */
function wait(walk: Walk, event: Event, state: () => State): void {
  const before = walk.flow.sent.length;
  const was = state();
  const isOver = (): boolean => (event === 'repeat-due' ? walk.flow.sent.length > before : state() !== was);
  for (let waited = 0; waited <= TRANSACTION_MS && !isOver(); waited += 100) walk.clock.advance(100);
}

const clientOf =
  (walk: Walk): Happening =>
  (method) => {
    const transaction = new ClientTransaction(
      'key',
      outgoing(method),
      `SIP/2.0/${walk.flow.transport} 192.0.2.1:5060;branch=z9hG4bK-us`,
      walk.flow,
      walk.clock,
      {
        onResponse: ({ status }) => void walk.told.push(`pass ${status}`),
        onFailure: (why) => void walk.told.push(why),
      },
      () => void walk.forgotten++,
    );
    let text = '';
    const answer = (status: number): void => transaction.receive(responseTo(text, status));
    const happen = (event: Event): void => {
      if (event === 'start') transaction.start();
      text ||= walk.flow.sent[0] ?? '';
      if (event === 'provisional') answer(180);
      else if (event === 'success') answer(200);
      else if (event === 'failure') answer(486);
      else if (event === 'cancelled') transaction.cancelRequest('');
      else if (event === 'transport-failed') {
        walk.flow.open = false;
        if (text === '') transaction.start();
        else wait(walk, 'absorbed', () => transaction.state);
      } else if (event !== 'start') wait(walk, event, () => transaction.state);
    };
    return { state: () => transaction.state, happen };
  };

const serverOf =
  (walk: Walk): Happening =>
  (method) => {
    const transaction = new ServerTransaction(
      'key',
      request(method),
      walk.flow,
      walk.clock,
      () => void walk.forgotten++,
    );
    transaction.user = {
      onFailure: (why) => void walk.told.push(why),
      onAck: () => void walk.told.push('pass ACK'),
    };
    const answer = (status: number): void => transaction.respond(status, 'Phrase', 't');
    const happen = (event: Event): void => {
      if (event === 'request') transaction.again();
      else if (event === 'ack') transaction.acknowledged(request('ACK'));
      else if (event === 'provisional') answer(180);
      else if (event === 'success' && transaction.open) answer(200);
      else if (event === 'success') transaction.repeatSuccess();
      else if (event === 'failure') answer(486);
      else if (event === 'transport-failed') {
        walk.flow.open = false;
        if (transaction.open) answer(180);
        else if (transaction.state === 'accepted') transaction.repeatSuccess();
        else wait(walk, 'absorbed', () => transaction.state);
      } else wait(walk, event, () => transaction.state);
    };
    return { state: () => transaction.state, happen };
  };
