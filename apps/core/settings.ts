// Settings of the core process, from its command line and environment. What can be a form is a form; this is the rest.

import { join, resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Change } from '#administration';
import { type Level, limits, no, ok, type Result, Secret } from '#base';
import { masterKeyPath } from '#security';
import { coreCodes } from './core.codes.ts';

/** `offline`: the data directory and the local socket only, no listeners, until the last client leaves. */
export type CoreMode = 'run' | 'init' | 'offline' | 'verify-export';

export interface CoreSettings {
  readonly mode: CoreMode;
  /** Absolute. */
  readonly directory: string;
  readonly socketPath: string;
  readonly socketKeyPath: string;
  readonly masterKeyPath: string;
  /** Of a PostgreSQL database; none means the embedded one in the data directory. A secret: it may hold a password. */
  readonly databaseUrl: Secret | undefined;
  readonly json: boolean;
  readonly logLevel: Level;
  /** What `init --set` wants changed from the start. */
  readonly first: readonly Change[];
  /** What `verify-export` reads; none and blank in the other modes. */
  readonly exportFiles: readonly string[];
  readonly publicKeyFile: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const socketFileName = 'ringfence.sock';
const socketKeyFileName = 'socket-key';
const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];

const options = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  init: { type: 'boolean', default: false },
  offline: { type: 'boolean', default: false },
  set: { type: 'string', multiple: true, default: [] },
  'verify-export': { type: 'string', multiple: true, default: [] },
  key: { type: 'string' },
} satisfies ParseArgsConfig['options'];

/** Reads the settings. Refuses what it does not know, with exit code 2. */
export function readSettings(argv: readonly string[], environment: Environment): Result<CoreSettings> {
  const given = parseOptions(argv);
  if (!given.ok) return given;
  const values = given.value;
  const mode = modeOf(values);
  const logLevel = levels.find((level) => level === (environment.RINGFENCE_LOG ?? 'info'));
  if (mode === undefined) return usage('choose one of --init, --offline and --verify-export');
  if (logLevel === undefined) return usage(`RINGFENCE_LOG must be one of ${levels.join(', ')}`);
  if (mode === 'verify-export' && values.key === undefined) return usage('--verify-export needs --key');
  if (mode !== 'init' && values.set.length > 0) return usage('--set belongs to --init');
  const first = readFirst(values.set);
  if (!first.ok) return first;
  const directory = resolve(values.data ?? (environment.RINGFENCE_DATA || 'data'));
  const socketPath = join(directory, socketFileName);
  const bytes = Buffer.byteLength(socketPath);
  const most = limits.socket.pathBytes;
  // Before anything is made there: a system that nobody can reach is of no use.
  if (bytes > most) return no(coreCodes.refuse('core.socket-path-long', { path: socketPath, bytes, most }));
  return ok({
    ...{ mode, directory, socketPath, logLevel },
    socketKeyPath: join(directory, socketKeyFileName),
    masterKeyPath: environment.RINGFENCE_MASTER_KEY || masterKeyPath(directory),
    databaseUrl: environment.RINGFENCE_DATABASE ? new Secret(environment.RINGFENCE_DATABASE) : undefined,
    json: values.json,
    first: first.value,
    exportFiles: values['verify-export'],
    publicKeyFile: values.key ?? '',
  });
}

const usage = (why: string): Result<never> => no(coreCodes.refuse('core.usage', { why }));

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function parseOptions(argv: readonly string[]): Result<Values> {
  try {
    return ok(parseArgs({ args: [...argv], options }).values);
  } catch (fault) {
    return usage(fault instanceof Error ? fault.message.replace(/\.$/, '') : String(fault));
  }
}

function modeOf(values: Values): CoreMode | undefined {
  const chosen: CoreMode[] = [];
  if (values.init) chosen.push('init');
  if (values.offline) chosen.push('offline');
  if (values['verify-export'].length > 0) chosen.push('verify-export');
  return chosen.length > 1 ? undefined : (chosen[0] ?? 'run');
}

/** `FORM.FIELD=VALUE` of a form of settings, `FORM.KEY.FIELD=VALUE` of a table; those of one record become one change. */
function readFirst(texts: readonly string[]): Result<readonly Change[]> {
  const changes = new Map<string, { form: string; key: string | undefined; patch: Record<string, string> }>();
  for (const text of texts) {
    const [, form, , key, field, value] = /^([a-z][a-z0-9-]*)(\.(.+))?\.([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(text) ?? [];
    if (form === undefined || field === undefined || value === undefined)
      return usage(`--set takes FORM.FIELD=VALUE or FORM.KEY.FIELD=VALUE, not "${text}"`);
    const place = JSON.stringify([form, key]);
    const change = changes.get(place) ?? { form, key, patch: {} };
    change.patch[field] = value;
    changes.set(place, change);
  }
  return ok([...changes.values()].map(({ form, key, patch }) => toChange(form, key, patch)));
}

const toChange = (form: string, key: string | undefined, patch: Record<string, string>): Change =>
  key === undefined ? { kind: 'change', form, patch } : { kind: 'change', form, key, patch };
