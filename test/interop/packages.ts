// The programs that the tests talk to, from Debian's packages: what is missing is installed.

import { spawnSync } from 'node:child_process';

export const packages = [
  'baresip-core',
  'sip-tester',
  'sipsak',
  'tcpdump',
  'openssl',
  'testssl.sh',
  'python3',
  'rsyslog-gnutls',
  'kamailio',
  'kamailio-tls-modules',
] as const;

const timeoutMs = 600_000;

/** Installs what is missing. Returns why it could not; undefined when everything is there. */
export function installMissing(): string | undefined {
  const missing = packages.filter((name) => versionOf(name) === '');
  if (missing.length === 0) return undefined;
  console.log(`installing Debian's ${missing.join(', ')}`);
  return apt('update') ?? apt('install', '--yes', '--no-install-recommends', ...missing);
}

/** The installed version of a package; '' of one that is not installed. */
export function versionOf(name: string): string {
  const { status, stdout } = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
  if (status !== 0 || !/^Status: .* installed$/m.test(stdout)) return '';
  return /^Version: (.*)$/m.exec(stdout)?.[1] ?? '';
}

function apt(...argv: readonly string[]): string | undefined {
  const isRoot = process.getuid?.() === 0;
  const [command = 'apt-get', ...first] = isRoot ? ['apt-get'] : ['sudo', '--non-interactive', 'apt-get'];
  const options = ['--quiet', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];
  const done = spawnSync(command, [...first, ...options, ...argv], {
    encoding: 'utf8',
    timeout: timeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status === 0) return undefined;
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(-10).join('\n');
  return `${command} ${argv[0]} failed: ${done.error?.message ?? said}`;
}
