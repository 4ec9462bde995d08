// Turns: so many requests at once, so many of one caller, and the rest in a queue that is fair between callers and bounded.

import { type Clock, limits, no, ok, type Result } from '#base';
import { portalsCodes } from '../portals.codes.ts';

/** Ends a turn. */
export type Leave = () => void;

interface Place {
  readonly start: () => void;
}

interface Queue {
  running: number;
  readonly places: Place[];
}

export class Turns {
  readonly #clock: Clock;
  /** Callers in the order in which their next request has its turn. */
  readonly #queues = new Map<string, Queue>();
  #running = 0;
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get running(): number {
    return this.#running;
  }

  /** Waits for a turn of this caller. Refuses at once where too many wait already, and later where none came in time. */
  take(caller: string): Promise<Result<Leave>> {
    const queue = this.#queues.get(caller) ?? { running: 0, places: [] };
    this.#queues.set(caller, queue);
    if (this.#mayRun(queue)) return Promise.resolve(ok(this.#enter(caller, queue)));
    const { waiting, waitingPerPlace, waitMs } = limits.portals;
    if (this.#waiting >= waiting || queue.places.length >= waitingPerPlace) {
      this.#forget(caller, queue);
      return Promise.resolve(no(portalsCodes.refuse('portals.busy')));
    }
    return new Promise((resolve) => {
      const place: Place = {
        start: () => {
          late();
          resolve(ok(this.#enter(caller, queue)));
        },
      };
      const late = this.#clock.after(waitMs, () => {
        queue.places.splice(queue.places.indexOf(place), 1);
        this.#waiting -= 1;
        this.#forget(caller, queue);
        resolve(no(portalsCodes.refuse('portals.busy')));
      });
      queue.places.push(place);
      this.#waiting += 1;
    });
  }

  #mayRun({ running }: Queue): boolean {
    return this.#running < limits.portals.running && running < limits.portals.runningPerPlace;
  }

  #enter(caller: string, queue: Queue): Leave {
    queue.running += 1;
    this.#running += 1;
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      queue.running -= 1;
      this.#running -= 1;
      this.#forget(caller, queue);
      this.#startNext();
    };
  }

  /** Lets the first caller in line that may run do so, and puts it at the end of the line. */
  #startNext(): void {
    for (const [caller, queue] of this.#queues) {
      if (queue.places.length === 0 || !this.#mayRun(queue)) continue;
      this.#queues.delete(caller);
      this.#queues.set(caller, queue);
      this.#waiting -= 1;
      queue.places.shift()?.start();
      return;
    }
  }

  #forget(caller: string, queue: Queue): void {
    if (queue.running === 0 && queue.places.length === 0) this.#queues.delete(caller);
  }
}
