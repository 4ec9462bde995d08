// package-lock.json made whole: npm leaves out optional packages that a registry does not offer, and `npm ci` then refuses.
// Run by itself (`npm run lock`) it adds them.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  packages: Record<string, Locked>;
}

const file = join(import.meta.dirname, '..', '..', 'package-lock.json');

export const readLock = (): Lock => JSON.parse(readFileSync(file, 'utf8'));

/** The optional packages that some package names and the lock file does not have, by the place where they would lie. */
export function missingOptionals({ packages }: Lock): Map<string, Locked> {
  const missing = new Map<string, Locked>();
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const place = `node_modules/${name}`;
      if (packages[place] !== undefined || packages[`${path}/${place}`] !== undefined) continue;
      missing.set(place, { version, ...(dev === undefined ? {} : { dev }), optional: true, ...platformOf(name) });
    }
  }
  return missing;
}

const systems = 'aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32';
const processors = 'arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64';

/** What a package is for, by its name: npm must not try to fetch it elsewhere. */
function platformOf(name: string): Pick<Locked, 'cpu' | 'os' | 'libc'> {
  const [, os, cpu, abi] = new RegExp(`(?:^|[-/])(${systems})-(${processors})(?:-(.+))?$`).exec(name) ?? [];
  if (os === undefined || cpu === undefined) return {};
  const libc = os !== 'linux' || abi === undefined ? {} : { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] };
  return { cpu: [cpu], os: [os], ...libc };
}

if (import.meta.main) {
  const lock = readLock();
  const missing = missingOptionals(lock);
  const all = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
  console.log(`${missing.size} optional packages added to package-lock.json`);
}
