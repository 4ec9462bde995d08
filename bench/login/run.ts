// How long a refused login takes over HTTPS at full cost of the hash, for an unknown name, a wrong password and a disabled account.
//
// node bench/login/run.ts [--tries N]. Turn about, each try from another address of 127.0.0.0/8, as one address must soon wait.

import { Agent, request } from 'node:https';
import { parseArgs } from 'node:util';
import { TestNode } from '../../test/node.ts';

const { values } = parseArgs({ options: { tries: { type: 'string', default: '200' } } });
const password = 'Right-for-nobody-47';
const patienceMs = 30_000;

const kinds = ['nobody', 'wrong', 'disabled'] as const;

/** One refused login from its own address, over a connection of its own; milliseconds from the request to the whole answer. */
function refused(port: number, ca: string, loginId: string, localAddress: string): Promise<number> {
  const agent = new Agent({ ca, keepAlive: false });
  const host = `127.0.0.1:${port}`;
  const body = JSON.stringify({ loginId, password, tool: 'system-administration', bannerAccepted: true });
  const headers = {
    host,
    origin: `https://${host}`,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
  };
  return new Promise((resolve, reject) => {
    const place = { host: '127.0.0.1', port, localAddress, path: '/api/v1/login', method: 'POST' };
    const asked = request({ ...place, headers, agent, timeout: patienceMs }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 401) resolve(performance.now() - startedMs);
        else reject(new Error(`a login of ${loginId} got ${response.statusCode}`));
      });
    });
    let startedMs = 0;
    asked.once('socket', (socket) =>
      socket.once('secureConnect', () => {
        startedMs = performance.now();
      }),
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const deviation = (numbers: readonly number[]): number =>
  Math.sqrt(mean(numbers.map((number) => (number - mean(numbers)) ** 2)));

async function main(): Promise<void> {
  const node = await TestNode.start({ https: true, set: ['system-security-management.passwordRejectAction=none'] });
  try {
    const profile = (loginId: string, status: string) => ({
      ...{ kind: 'add', form: 'user-authorization-profiles' },
      patch: { loginId, userName: loginId, systemAdministration: 'yes', adminPolicy: 'system', status },
    });
    await node.ask('form.change', { changes: [profile('wrong', 'enabled'), profile('disabled', 'disabled')] });
    const port = await node.port('https');
    const times = new Map<string, number[]>(kinds.map((kind) => [kind, []]));
    for (let turn = 0; turn < Number(values.tries); turn++)
      for (const [place, kind] of kinds.entries()) {
        const address = `127.${10 + place}.${Math.floor(turn / 200)}.${1 + (turn % 200)}`;
        times.get(kind)?.push(await refused(port, node.authorityPem, kind, address));
      }
    for (const [kind, of] of times) {
      const figures = [median(of), mean(of), deviation(of)].map((number) => number.toFixed(2));
      process.stdout.write(
        `${kind.padEnd(8)} median ${figures[0]} ms, mean ${figures[1]} ms, deviation ${figures[2]} ms (${of.length} tries)\n`,
      );
    }
  } finally {
    await node.remove();
  }
}

await main();
process.exit();
