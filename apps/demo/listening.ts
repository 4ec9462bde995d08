// What the demonstration hears in a call: the far end's tone, or silence, over a measured time.

import { systemClock } from '#base';
import type { HandsetCall, Heard } from '#handset';
import { DemoFailure } from './failure.ts';

const listenMs = 500;
const frameMs = 20;
/** Of the packets of that time, so many must come: the first and last may be on their way. */
const leastFrames = 0.8 * (listenMs / frameMs);
const leastShare = 0.9;
/** What was on its way when something changed has come by then. */
const settleMs = 120;

const pause = (ms: number): Promise<void> => new Promise((resolve) => systemClock.after(ms, resolve));

export interface Listener {
  readonly call: HandsetCall;
  readonly near: string;
  readonly far: string;
}

/** Listens on all sides at once. */
async function listen(listeners: readonly Listener[]): Promise<readonly (Listener & { heard: Heard })[]> {
  await pause(settleMs);
  for (const { call } of listeners) call.heard();
  await pause(listenMs);
  return listeners.map((listener) => ({ ...listener, heard: listener.call.heard() }));
}

/** Each hears the other's tone, and nothing that is not authentic. The words say how well. */
export async function hearTones(listeners: readonly Listener[]): Promise<readonly string[]> {
  return (await listen(listeners)).map(({ near, far, heard: { share, frames, refused } }) => {
    const percent = `${Math.round(share * 100)} %`;
    if (refused > 0)
      throw new DemoFailure(
        `${near} does not hear ${far}: ${refused} packets were refused as not authentic, ${frames} were taken; ` +
          `the SRTP keys that ${far} uses are not those that were agreed on`,
      );
    if (frames < leastFrames) throw new DemoFailure(`${near} does not hear ${far}: only ${frames} packets came`);
    if (share < leastShare)
      throw new DemoFailure(`what ${near} hears is not the tone of ${far}: it makes up ${percent}`);
    return `${near} hears ${far}: ${frames} packets, the tone is ${percent} of the sound`;
  });
}

/** Nobody hears a tone. */
export async function hearSilence(listeners: readonly Listener[]): Promise<void> {
  for (const { near, far, heard } of await listen(listeners)) {
    if (heard.refused > 0) throw new DemoFailure(`${near} refused ${heard.refused} packets of ${far} while on hold`);
    if (heard.share > 0) throw new DemoFailure(`${near} still hears ${far} while on hold`);
  }
}
