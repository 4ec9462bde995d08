// Changes of the configuration, ten a second, with a book of what was acknowledged, held against records and audit trail.

import type { ChangedLine, PageLine, RecordLine } from '../../apps/core/protocol.ts';
import type { Random } from '../fuzz/random.ts';
import { Refused, type TestNode } from '../node.ts';

const form = 'users-and-services';
const everyMs = 100;

/** A record as it must be; undefined: there is none. */
type Kept = { readonly name: string; readonly version: number } | undefined;

interface Step {
  readonly number: string;
  readonly kind: 'add' | 'change' | 'delete';
  /** Stands in the entry that records the step, and in no other of its kind. */
  readonly mark: string;
  readonly after: Kept;
  isAcknowledged: boolean;
}

interface Entry {
  readonly action: string;
  readonly data: string;
}

export class ChangeBook {
  readonly #random: Random;
  readonly #numbers: readonly string[];
  /** As of the last acknowledgement or check. */
  readonly #kept = new Map<string, Kept>();
  /** As it will be when everything asked for is done. */
  readonly #asked = new Map<string, Kept>();
  /** Since the last check. */
  #steps: Step[] = [];
  #marks = 0;
  #timer: NodeJS.Timeout | undefined;
  acknowledged = 0;

  /** `numbers`: extensions that no phone has. */
  constructor(random: Random, numbers: readonly string[]) {
    this.#random = random;
    this.#numbers = numbers;
  }

  begin(node: TestNode): void {
    this.#timer = setInterval(() => this.#change(node), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #change(node: TestNode): void {
    const step = this.#next();
    this.#steps.push(step);
    this.#asked.set(step.number, step.after);
    node.ask<ChangedLine>('form.change', { changes: [changeOf(step)] }).then(
      ({ records }) => this.#acknowledge(step, records[0]?.version),
      // Cut off: it may have been done or not. A refusal would be a fault of this book.
      (fault: unknown) => {
        if (fault instanceof Refused) throw fault;
      },
    );
  }

  #next(): Step {
    const number = this.#numbers[this.#random.below(this.#numbers.length)] ?? '';
    const now = this.#asked.get(number);
    const name = `Mark ${++this.#marks}`;
    if (now === undefined)
      return { number, kind: 'add', mark: name, after: { name, version: 1 }, isAcknowledged: false };
    if (this.#random.below(5) === 0)
      return { number, kind: 'delete', mark: now.name, after: undefined, isAcknowledged: false };
    return { number, kind: 'change', mark: name, after: { name, version: now.version + 1 }, isAcknowledged: false };
  }

  #acknowledge(step: Step, version: number | undefined): void {
    step.isAcknowledged = true;
    this.acknowledged += 1;
    this.#kept.set(step.number, step.after);
    if (step.after !== undefined && step.after.version !== version)
      throw new Error(`version ${version} was acknowledged instead of ${step.after.version}`);
  }

  /** Every way in which records and trail are not what was acknowledged. Then the book goes on from what is there. */
  async complaints(node: TestNode): Promise<readonly string[]> {
    const records = await recordsOf(node);
    const entries = await entriesOf(node);
    const complaints = this.#numbers.flatMap((number) => this.#complaintsOf(number, records.get(number), entries));
    for (const number of this.#numbers) {
      this.#kept.set(number, records.get(number));
      this.#asked.set(number, records.get(number));
    }
    this.#steps = [];
    return complaints;
  }

  #complaintsOf(number: string, found: Kept, entries: readonly Entry[]): readonly string[] {
    const steps = this.#steps.filter((step) => step.number === number);
    const open = steps.filter(({ isAcknowledged }) => !isAcknowledged);
    const states = [this.#kept.get(number), ...open.map(({ after }) => after)];
    const done = states.findIndex((state) => state?.name === found?.name && state?.version === found?.version);
    const tell = JSON.stringify({ number, found, states, steps });
    if (done < 0) return [`a record is not as it was acknowledged: ${tell}`];
    const carriedOut = [...steps.filter(({ isAcknowledged }) => isAcknowledged), ...open.slice(0, done)];
    return steps.flatMap((step) => {
      const count = entries.filter((entry) => isEntryOf(step, entry)).length;
      const wanted = carriedOut.includes(step) ? 1 : 0;
      return count === wanted ? [] : [`${count} entries, not ${wanted}, for ${JSON.stringify(step)}: ${tell}`];
    });
  }
}

const changeOf = ({ kind, number, mark }: Step): object => {
  if (kind === 'delete') return { kind, form, key: number };
  return kind === 'add'
    ? { kind, form, patch: { number, name: mark } }
    : { kind, form, key: number, patch: { name: mark } };
};

/** A mark is the new name in an add or a change, the old one in a delete. */
const isEntryOf = ({ kind, number, mark }: Step, { action, data }: Entry): boolean =>
  action === kind && data.includes(`Key: ${number};`) && new RegExp(`\\b${mark}(;|$)`).test(data);

async function recordsOf(node: TestNode): Promise<ReadonlyMap<string, Kept>> {
  const { records } = await node.ask<PageLine>('form.query', { form, limit: 1_000 });
  return new Map(records.map((record) => [record.key, keptOf(record)]));
}

const keptOf = ({ values, version }: RecordLine): Kept => ({ name: String(values.name), version });

async function entriesOf(node: TestNode): Promise<readonly Entry[]> {
  const text = await node.askText('audit.export');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Partial<Entry> => JSON.parse(line))
    .flatMap(({ action, data }) => (action === undefined || data === undefined ? [] : [{ action, data }]));
}
