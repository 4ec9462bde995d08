// Asking somebody at a terminal: a word that is shown, a secret that is not, a yes or no. Questions go to the error stream, so that
// answers of a command can still go into a pipe.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { refuse } from '../refused.ts';

export interface Terminal {
  readonly isThere: boolean;
  ask(question: string): Promise<string>;
  askSecret(question: string): Promise<string>;
  tell(words: string): void;
}

export const terminal: Terminal = {
  isThere: process.stdin.isTTY === true,
  ask: (question) => read(question, process.stderr),
  askSecret: async (question) => {
    process.stderr.write(question);
    const secret = await read('', silence());
    process.stderr.write('\n');
    return secret;
  },
  tell: (words) => void process.stderr.write(`${words}\n`),
};

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

function read(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    reader.question(question, (answer) => {
      isAnswered = true;
      reader.close();
      resolve(answer);
    });
    reader.once('close', () => {
      if (!isAnswered) reject(refuse('cli.usage', { why: 'Nothing was answered' }));
    });
  });
}

/** Refuses where there is nobody to ask; `instead` completes "Give …". */
export function needTerminal(there: Terminal, what: string, instead: string): void {
  if (!there.isThere) throw refuse('cli.no-terminal', { what, instead });
}
