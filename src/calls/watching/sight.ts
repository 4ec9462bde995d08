// What a watcher may see (RFC 6665 §4.2.1.3): what is its own, and of others what its class of service and pickup allow. What one may
// not see and what is not there are the same nothing.

import type { Station } from '../stations/station.ts';
import type { EventPackage, WatchedWorld } from './packages/package.ts';
import type { DocumentMaker } from './watched.ts';

export interface SightOptions {
  readonly world: WatchedWorld;
  /** May it watch other extensions? */
  readonly mayWatch: (watcher: Station) => boolean;
  /** May it know with whom the extension talks, and pick its calls up? */
  readonly maySee: (watcher: Station, number: string) => boolean;
  /** The extensions of a list; undefined where there is none of this name. */
  readonly list: (name: string) => readonly string[] | undefined;
}

/** What a watcher sees of a target. */
export interface Sight {
  readonly isList: boolean;
  readonly makers: readonly DocumentMaker[];
}

export function sightOf(
  options: SightOptions,
  watcher: Station,
  named: EventPackage,
  target: string,
): Sight | undefined {
  const makersOf = (number: string): readonly DocumentMaker[] =>
    named.documents(number, number === watcher.number || options.maySee(watcher, number), options.world);
  const isThere = (number: string): boolean => options.world.station(number)?.record.enabled ?? false;
  if (target === watcher.number) return { isList: false, makers: makersOf(target) };
  if (named.isOwn || !options.mayWatch(watcher)) return undefined;
  const members = named.takesLists ? options.list(target) : undefined;
  if (members !== undefined) return { isList: true, makers: members.filter(isThere).flatMap(makersOf) };
  return isThere(target) ? { isList: false, makers: makersOf(target) } : undefined;
}
