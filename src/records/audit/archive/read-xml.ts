// An archive as XML, read strictly: what was understood is printed again, and must be the same line.

import type { TrailItem } from '../check.ts';
import { unescapeText } from './escape.ts';
import { printArchiveHeading, printArchiveItem, type SignedArchiveHeading } from './xml.ts';

/** One element on one line: its name, its attributes, and its text unless it is empty or only begins. */
const elementPattern = /^<([a-z-]+)((?: [a-z-]+="[^"<]*")+)\/?>(?:([^<]*)<\/[a-z-]+>)?$/;
const attributePattern = / ([a-z-]+)="([^"]*)"/g;

interface Element {
  readonly name: string;
  readonly text: string;
  /** An attribute; blank where there is none: printed again, the line is then another one. */
  get(name: string): string;
  number(name: string): number;
  time(name: string): number;
}

export function parseArchiveHeading(line: string): SignedArchiveHeading | undefined {
  const element = parseElement(line);
  if (element?.name !== 'audit-archive') return undefined;
  const { get, number, time } = element;
  const heading: SignedArchiveHeading = {
    system: get('system'),
    ...{ archivedAtMs: time('archived'), firstAtMs: time('from'), lastAtMs: time('to') },
    start: { lastId: number('after'), hash: get('previous') },
    end: { lastId: number('last'), hash: get('hash') },
    ...{ fingerprint: get('key'), signature: get('signature') },
  };
  return printArchiveHeading(heading) === line ? heading : undefined;
}

export function parseArchiveItem(line: string): TrailItem | undefined {
  const element = parseElement(line);
  if (element === undefined) return undefined;
  const item = element.name === 'checkpoint' ? checkpointOf(element) : entryOf(element);
  return printArchiveItem(item) === line ? item : undefined;
}

function checkpointOf({ get, number, time }: Element): TrailItem {
  const end = { lastId: number('last'), hash: get('hash') };
  return {
    kind: 'checkpoint',
    checkpoint: { ...end, atMs: time('at'), entries: number('entries'), signature: get('signature') },
  };
}

function entryOf({ get, number, time, text }: Element): TrailItem {
  const what = { id: number('id'), atMs: time('at'), level: get('level') };
  const who = { user: get('user'), sourceIp: get('source-ip'), application: get('application') };
  const rest = { context: get('context'), action: get('action'), data: text, hash: get('hash') };
  return { kind: 'entry', entry: { ...what, ...who, ...rest } };
}

function parseElement(line: string): Element | undefined {
  const [, name = '', attributes = '', text = ''] = elementPattern.exec(line) ?? [];
  if (name === '') return undefined;
  const values = new Map<string, string>();
  for (const [, key = '', value = ''] of attributes.matchAll(attributePattern)) values.set(key, unescapeText(value));
  const get = (key: string): string => values.get(key) ?? '';
  const number = (key: string): number => Number(get(key));
  const time = (key: string): number => (/^-?\d+$/.test(get(key)) ? number(key) : Date.parse(get(key)));
  return { name, text: unescapeText(text), get, number, time };
}
