// A system of which the older entries lie in an archive: its audit trail keeps 1,000 on line and has had more.

import type { ArchiveLine } from '../../apps/core/protocol.ts';
import { until } from '../interop/wait.ts';
import { TestNode } from '../node.ts';

const patienceMs = 30_000;

export interface Archived {
  readonly node: TestNode;
  readonly archive: ArchiveLine;
}

/** Runs. Whoever asks removes it. */
export async function archivedNode(): Promise<Archived> {
  const node = await TestNode.start({
    set: ['audit-trail-settings.entriesOnLine=1000', 'numbering.extensionLength=4'],
  });
  try {
    await addExtensions(node, 4_000, 300);
    await addExtensions(node, 2_000, 1_000);
    // It looks at each start.
    await node.stop();
    await node.run();
    return { node, archive: await until('an archive is made', patienceMs, () => onRecord(node)) };
  } catch (fault) {
    await node.remove();
    throw fault;
  }
}

async function onRecord(node: TestNode): Promise<ArchiveLine | undefined> {
  const [entry] = await node.ask<readonly unknown[]>('audit.list', { action: 'archive' });
  const [archive] = await node.ask<readonly ArchiveLine[]>('audit.archives');
  return entry === undefined ? undefined : archive;
}

async function addExtensions(node: TestNode, from: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => `${from + index},Phone ${index} <&>`);
  const text = ['number,name', ...rows].join('\n');
  await node.ask('form.import', { form: 'users-and-services', format: 'csv', mode: 'add', dryRun: false, text });
}
