// Ringfence as it is installed, with the users of the bench and its unencrypted listener switched on.

import { TestNode } from '../../test/node.ts';
import { processTree } from '../process.ts';
import type { BenchServer, ServerPlan } from '../server.ts';

/** The UDP part talks without SRTP, as over UDP it must; over TLS media is encrypted as installed. */
export async function startRingfence(plan: ServerPlan): Promise<BenchServer> {
  const node = await TestNode.start({
    set: [
      `network-listeners.sip-tls.port=${plan.tlsPort}`,
      `network-listeners.sip-udp.port=${plan.udpPort}`,
      'network-listeners.sip-udp.enabled=yes',
      `numbering.extensionLength=${String(plan.firstNumber).length}`,
    ],
    wrapper: ['taskset', '-c', String(plan.core)],
  });
  const rows = Array.from({ length: plan.extensions }, (_, index) => {
    const number = plan.firstNumber + index;
    return `${number},${plan.secretPrefix}${number},preferred`;
  });
  await node.ask('form.import', {
    form: 'users-and-services',
    format: 'csv',
    mode: 'add',
    dryRun: false,
    text: `number,sipSecret,mediaSecurity\n${rows.join('\n')}\n`,
  });
  return { name: 'ringfence', pids: () => processTree(node.pid), stop: () => node.remove() };
}
