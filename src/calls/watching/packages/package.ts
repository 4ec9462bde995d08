// What an event package is (RFC 6665 §5): who may subscribe to it, what it says of an extension, and how the documents are packed.

import type { Station } from '../../stations/station.ts';
import type { Activity } from '../activity.ts';
import type { Published } from '../publications.ts';
import type { DocumentMaker } from '../watched.ts';

/** Messages that wait for an extension. */
export interface Messages {
  readonly fresh: number;
  readonly heard: number;
}

/** What documents are made of. */
export interface WatchedWorld {
  readonly activity: Activity;
  readonly realm: () => string;
  readonly station: (number: string) => Station | undefined;
  /** Would a call to it ring anywhere? */
  readonly isReached: (station: Station) => boolean;
  readonly messagesOf: (number: string) => Messages;
  readonly published: (number: string) => Published | undefined;
}

export interface EventPackage {
  readonly name: string;
  /** Of its documents. */
  readonly contentType: string;
  /** Only the extension itself may subscribe to it. */
  readonly isOwn: boolean;
  /** Whether a list of extensions can be subscribed to (RFC 4662). */
  readonly takesLists: boolean;
  /** Whether the body of a SUBSCRIBE may ask for something. */
  readonly takesBody: boolean;
  /** The documents about one extension; `seesIdentities` of a watcher that may pick up its calls. */
  documents(number: string, seesIdentities: boolean, world: WatchedWorld): readonly DocumentMaker[];
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';
