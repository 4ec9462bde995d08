// The house's own law, as data: who may import whom, and who holds the key to what is outside. docs/house.md gives the reasons.

/** For each room, the rooms whose doors it may use. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  forms: ['base'],
  sip: ['base'],
  media: ['base'],
  storage: ['base'],
  outbound: ['base'],
  records: ['base', 'forms', 'storage'],
  handset: ['base', 'sip', 'media'],
  security: ['base', 'forms', 'outbound', 'records', 'storage'],
  schedule: ['base', 'forms', 'records', 'storage'],
  administration: ['base', 'forms', 'records', 'storage', 'security'],
  alarms: ['base', 'forms', 'outbound', 'records', 'security', 'storage'],
  calls: ['base', 'forms', 'records', 'storage', 'security', 'sip', 'media'],
  voice: ['base', 'sip', 'media', 'handset'],
  voicemail: ['base', 'forms', 'storage', 'records', 'security', 'outbound', 'media', 'voice', 'calls'],
  services: ['base', 'forms', 'storage', 'records', 'security', 'media', 'voice', 'calls'],
  proof: ['base', 'forms', 'records', 'storage', 'security', 'calls'],
  portals: ['base', 'forms'],
  'apps/core': [
    ...[
      'base',
      'forms',
      'sip',
      'media',
      'storage',
      'outbound',
      'records',
      'security',
      'administration',
      'calls',
      'proof',
    ],
    'schedule',
    'alarms',
    ...['handset', 'voice', 'voicemail', 'services'],
  ],
  'apps/portal': ['base', 'forms', 'portals'],
  'apps/cli': [],
  'apps/web': [],
  'apps/prompts': ['media'],
  'apps/demo': ['base', 'sip', 'media', 'handset'],
};

/** What of another room's folders may be reached by path, and by whom: interfaces that are published as files. */
export const published: readonly {
  readonly file: string;
  readonly to: string;
  readonly why: string;
  /** Its functions too, not its types alone. */
  readonly values?: true;
}[] = [
  { file: 'apps/core/protocol.ts', to: 'apps/cli', why: 'the types of the local socket, and nothing else' },
  { file: 'apps/core/protocol.ts', to: 'apps/portal', why: 'the portal speaks the same requests' },
  {
    file: 'apps/core/toll-protocol.ts',
    to: 'apps/cli',
    why: 'what calls have cost and could cost, a part of the protocol',
  },
  {
    file: 'apps/core/security-protocol.ts',
    to: 'apps/cli',
    why: 'the lines of security profiles, a part of both protocols',
  },
  {
    file: 'apps/core/security-protocol.ts',
    to: 'apps/portal',
    why: 'the lines of security profiles, a part of both protocols',
  },
  {
    file: 'apps/core/security-protocol.ts',
    to: 'portals',
    why: 'the lines of security profiles, a part of both protocols',
  },
  ...['routing', 'toll'].map((name) => ({
    file: `apps/core/${name}-protocol.ts`,
    to: 'apps/portal',
    why: 'what is asked about calls, a part of both protocols',
  })),
  { file: 'apps/core/trunk-protocol.ts', to: 'portals', why: 'what a test is asked with' },
  { file: 'apps/core/emergency-protocol.ts', to: 'apps/cli', why: 'what the self-test of emergency calls found' },
  { file: 'apps/core/trunk-protocol.ts', to: 'apps/cli', why: 'the steps of a test, a part of the protocol' },
  { file: 'apps/core/portal-protocol.ts', to: 'apps/portal', why: 'the types of the line between core and portal' },
  { file: 'apps/core/protocol.ts', to: 'portals', why: 'the portal passes its answers on' },
  { file: 'apps/core/portal-protocol.ts', to: 'portals', why: 'the types of the line between core and portal' },
  { file: 'apps/core/factor-protocol.ts', to: 'apps/portal', why: 'the same, of second factors' },
  { file: 'apps/core/factor-protocol.ts', to: 'portals', why: 'the same, of second factors' },
  { file: 'apps/portal/api.ts', to: 'apps/web', why: 'the types of REST, and nothing else' },
  { file: 'apps/core/manager-protocol.ts', to: 'apps/cli', why: 'what an enrolment brings' },
  { file: 'apps/core/portal-protocol.ts', to: 'apps/cli', why: 'a Manager asks a remote system as the portal does' },
  ...['code', 'enrolment-key', 'pins'].map((file) => ({
    file: `src/security/manager/${file}.ts`,
    to: 'apps/cli',
    why: 'both ends of an enrolment make the same of a code, and a Manager knows a system by what it pinned',
    values: true as const,
  })),
  {
    file: 'src/security/tls/options.ts',
    to: 'apps/cli',
    why: 'what a Manager demands of TLS is made where all of it is made',
    values: true,
  },
  {
    file: 'src/security/certificates/checks/judge.ts',
    to: 'apps/cli',
    why: 'the same rules for the certificate that a system shows to a computer without a core; it needs base alone',
    values: true,
  },
];

export interface Key {
  /** What it opens, for the words of a failure. */
  readonly what: string;
  readonly modules: readonly string[];
  readonly holders: readonly string[];
  readonly why: string;
  /** Names that anyone may take: they open nothing. */
  readonly harmless?: readonly string[];
}

/** Modules from outside the project, and the folders that may import them. Types are free: they open nothing. */
export const keys: readonly Key[] = [
  {
    what: 'cryptography',
    modules: ['node:crypto'],
    holders: ['src/base', 'src/security', 'src/sip/auth', 'src/media/srtp', 'src/records/audit'],
    why: 'keys and hashes stay where they are reviewed as such',
  },
  {
    what: 'sockets',
    modules: ['node:net', 'node:tls', 'node:dgram', 'node:http', 'node:https', 'node:http2', 'node:dns/promises'],
    holders: [
      'src/sip/transport',
      'src/media/rtp',
      'src/portals/http',
      'src/outbound',
      'src/proof/probes',
      'src/proof/drill',
      'src/records/smdr',
      'apps/core',
      'apps/cli',
      'apps/portal',
    ],
    why: 'the network comes in at the edge alone, where its limits are; SMDR is an edge of its own: it writes to the readers that it lets in, and drops what they send',
    harmless: ['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'rootCertificates', 'getCiphers'],
  },
  {
    what: 'child processes',
    modules: ['node:child_process'],
    holders: ['apps/core', 'apps/cli', 'apps/demo'],
    why: 'a room that can start programs can do anything',
  },
  {
    what: 'SQL',
    modules: ['node:sqlite', 'kysely', 'kysely/migration', 'pg'],
    holders: ['src/storage'],
    why: 'every statement in one room, run on both dialects by its tests',
  },
  {
    what: 'threads',
    modules: ['node:worker_threads'],
    holders: ['src/storage', 'src/media'],
    why: 'what runs beside the call path is decided in few places',
  },
  {
    what: 'timers',
    modules: ['node:timers', 'node:timers/promises'],
    holders: ['src/base', 'apps/cli'],
    why: 'time comes from the clock that tests can stop',
    harmless: ['setImmediate'],
  },
  {
    what: 'certificates',
    modules: [
      ...['@peculiar/x509', 'reflect-metadata'],
      ...['@peculiar/asn1-schema', '@peculiar/asn1-x509', '@peculiar/asn1-ocsp'],
    ],
    holders: ['src/security'],
    why: 'certificates are made, read and judged in one room',
  },
  {
    what: 'schemas',
    modules: ['zod'],
    holders: ['src/forms', 'apps/core/requests', 'apps/core/portal'],
    why: 'what comes from outside is described as a form or as a request',
  },
  {
    what: 'CSV',
    modules: ['papaparse'],
    holders: ['src/administration/transfer'],
    why: 'import and export have one reader and one writer',
  },
  {
    what: 'the numbering plans of all countries',
    modules: ['libphonenumber-js'],
    holders: ['src/calls/numbering'],
    why: 'how numbers are written is known in one file',
  },
  {
    what: 'mail',
    modules: ['nodemailer/lib/smtp-connection', 'nodemailer/lib/mail-composer'],
    holders: ['src/outbound'],
    why: 'mail leaves by one way, with its checks',
  },
  {
    what: 'the router of the web server',
    modules: ['fastify'],
    holders: ['src/portals/http'],
    why: 'requests come in by one way, with its checks',
  },
  {
    what: 'the command line parser',
    modules: ['commander'],
    holders: ['apps/cli'],
    why: 'the core takes few arguments and needs none',
  },
  {
    what: 'what draws pages in the browser',
    modules: [
      ...['react', 'react-dom/client', '@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
      ...['@tanstack/react-query', '@tanstack/react-router', '@tanstack/react-table'],
    ],
    holders: ['apps/web'],
    why: 'the browser draws; the server sends what is to be drawn',
  },
  {
    what: 'the judgement of passkeys',
    modules: ['@simplewebauthn/server'],
    holders: ['src/security/factors'],
    why: 'what a browser signs is judged in one file',
  },
  {
    what: 'QR codes',
    modules: ['uqr'],
    holders: ['apps/web/shell/factors'],
    why: 'a secret becomes a picture in the browser alone',
  },
  {
    what: 'the synthesiser of speech',
    modules: ['@echogarden/espeak-ng-emscripten'],
    holders: ['apps/prompts'],
    why: 'it runs when the system is built, and never while it runs; its licence asks for that too',
  },
  {
    what: 'the builder of the web tools',
    modules: ['vite', '@vitejs/plugin-react'],
    holders: ['apps/web/vite.config.ts'],
    why: 'nothing is built while the system runs',
  },
];

export interface Word {
  readonly what: string;
  readonly pattern: RegExp;
  readonly holders: readonly string[];
  readonly why: string;
}

/** What is there without an import, and the folders that may use it. */
export const words: readonly Word[] = [
  {
    what: 'the time of day and timers',
    pattern:
      /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\)|\bset(Timeout|Interval)\(|\bTemporal\.Now\.(?!timeZoneId)/,
    holders: ['src/base', 'apps/cli', 'apps/web/shell/time.ts'],
    why: 'time comes from the clock that tests can stop',
  },
  {
    what: 'chance',
    pattern: /\bMath\.random\b/,
    holders: [],
    why: 'chance that can be guessed is none: take it from base',
  },
  {
    what: 'the environment and the end of the process',
    pattern: /\bprocess\.(env|exit|exitCode|argv|on)\b/,
    holders: ['apps'],
    why: 'a room gets what it needs as arguments, and never ends the process',
  },
];

/** The most lines that a file may have; most should have far fewer. */
export const mostLines = 450;
