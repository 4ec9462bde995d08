// certificate acme: certificates that come by themselves, ordered now.

import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Act } from './act.ts';

interface AcmeOptions {
  readonly place?: string;
}

export function addAcmeCommand(certificate: Command, act: Act): void {
  certificate
    .command('acme')
    .description('Order certificates by ACME now, as the form acme-settings says, telling each step')
    .option('--place <PLACE>', 'Only for this place: web or telephony; without it for every one that the form names')
    .action(act<AcmeOptions>(acme));
}

const acme = (context: Context, _: readonly string[], { place }: AcmeOptions): Promise<void> =>
  context.withRunning(async (core) => {
    const { out } = context;
    const step = async (words: string): Promise<void> => (out.json ? undefined : out.raw(words));
    const ordered = await core.ask('certificate.acme', place === undefined ? {} : { place }, step);
    if (out.json) return out.value(ordered);
    for (const { words } of ordered) out.line(words);
  });
