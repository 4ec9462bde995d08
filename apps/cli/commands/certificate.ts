// certificate list, show, authority, request, install, issue, revoke, crl: what this system shows, and what its authority issues.

import { type Command, Option } from 'commander';
import type { RecordLine } from '../../core/protocol.ts';
import type { Core } from '../client.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import { addAcmeCommand } from './acme.ts';
import { type Act, whole } from './act.ts';
import { writeNewFile } from './transfer.ts';
import { readBytes, readText } from './values.ts';

interface InstallOptions {
  readonly certificate?: string;
  readonly key?: string;
  readonly pkcs12?: string;
  readonly passphraseFile?: string;
}

interface IssueOptions {
  readonly csr?: string;
  readonly out?: string;
  readonly kind: string;
  readonly days: number;
}

const placeWords = 'web, telephony or device';

export function addCertificateCommands(program: Command, act: Act): void {
  const certificate = program
    .command('certificate')
    .description('Certificates: those of this system, and those that it issues');
  certificate.command('list').description('What this system shows at each place').action(act(list));
  certificate
    .command('show')
    .description('The certificate of a place')
    .argument('<PLACE>', placeWords)
    .action(act(show));
  certificate
    .command('authority')
    .description('The certificate of the private authority, which phones must trust, as PEM')
    .action(act(authority));
  certificate
    .command('renew')
    .description('Issue the own certificate of a place anew; the old one is revoked')
    .argument('<PLACE>', placeWords)
    .action(act(renew));
  certificate
    .command('request')
    .description('Make a key, which stays here, and a signing request for it, which is printed')
    .argument('<PLACE>', placeWords)
    .action(act(request));
  certificate
    .command('install')
    .description('Put a certificate in force at a place; checked before, refused with the reason')
    .argument('<PLACE>', placeWords)
    .option('--certificate <FILE>', 'The certificate and its chain, PEM')
    .option('--key <FILE>', 'Its private key, PEM; not for the answer to a signing request')
    .option('--pkcs12 <FILE>', 'Both in one file, .p12 or .pfx')
    .option('--passphrase-file <FILE>', 'Where the passphrase stands, in the first line; - for standard input')
    .action(act<InstallOptions>(install));
  certificate
    .command('issue')
    .description('Have the private authority issue a certificate to a machine')
    .argument('<NAME>', 'Whose it is, such as anne-laptop')
    .addOption(
      new Option('--kind <KIND>', 'For whom').choices(['person', 'phone', 'manager', 'controller']).default('person'),
    )
    .option('--csr <FILE>', 'A signing request, PEM; without one a key is made, and told this once')
    .option('--out <FILE>', 'Write the certificate, or the PKCS#12 file with the key, to this new file')
    .option('--days <DAYS>', 'Default: as the form private-authority says', whole('--days', 1, 825), 0)
    .action(act<IssueOptions>(issue));
  certificate
    .command('revoke')
    .description('Take an issued certificate back for good')
    .argument('<SERIAL>', 'As the view issued-certificates tells it')
    .addOption(new Option('--reason <REASON>', 'Why').choices(['unused', 'stolen', 'replaced']).default('unused'))
    .action(act<{ reason: string }>(revoke));
  certificate.command('crl').description('The revocation list of the private authority, as PEM').action(act(crl));
  addAcmeCommand(certificate, act);
}

const list = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const { records } = await core.ask('form.query', { form: 'certificates' });
    const rows = records.map(({ values }) =>
      ['place', 'subject', 'issuer', 'keyKind', 'source', 'ends', 'state'].map((name) => shown(values[name])),
    );
    context.out.table(records, ['PLACE', 'SUBJECT', 'ISSUER', 'KEY', 'SOURCE', 'ENDS', 'STATE'], rows);
  });

const show = (context: Context, [key = '']: readonly string[]): Promise<void> =>
  context.withAny(async (core) => print(context, await core.ask('form.get', { form: 'certificates', key })));

function print({ out }: Context, record: RecordLine): void {
  if (out.json) return out.value(record);
  out.facts(Object.entries(record.values).map(([name, value]) => [name, shown(value)]));
}

const authority = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const facts = await core.ask('certificate.authority');
    if (context.out.json) context.out.value(facts);
    else context.out.raw(facts.certificatePem);
  });

const renew = (context: Context, [place = '']: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    await core.ask('form.act', { view: 'certificates', action: 'renewNow', key: place });
    print(context, await core.ask('form.get', { form: 'certificates', key: place }));
  });

const request = (context: Context, [place = '']: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    await core.ask('form.act', { view: 'certificates', action: 'makeRequest', key: place });
    const { values } = await core.ask('form.get', { form: formOf(place) });
    if (context.out.json) context.out.value({ place, request: values.request });
    else context.out.raw(`${String(values.request)}\n`);
  });

const forms: Readonly<Record<string, string>> = {
  web: 'web-server-certificate',
  telephony: 'telephony-certificate',
  device: 'device-certificate',
};

function formOf(place: string): string {
  const form = Object.hasOwn(forms, place) ? forms[place] : undefined;
  if (form === undefined) throw refuse('cli.usage', { why: `There is no place "${place}": name ${placeWords}` });
  return form;
}

function install(context: Context, [place = '']: readonly string[], options: InstallOptions): Promise<void> {
  const { certificate, key, pkcs12, passphraseFile } = options;
  const form = formOf(place);
  if ((certificate === undefined) === (pkcs12 === undefined))
    throw refuse('cli.usage', { why: 'Give --certificate, or --pkcs12' });
  const patch = {
    source: 'uploaded',
    ...(certificate === undefined ? {} : { certificate: readText(certificate) }),
    ...(key === undefined ? {} : { privateKey: readText(key) }),
    ...(pkcs12 === undefined ? {} : { pkcs12: readBytes(pkcs12).toString('base64') }),
    ...(passphraseFile === undefined ? {} : { passphrase: readText(passphraseFile).split(/\r?\n/, 1)[0] ?? '' }),
  };
  return context.withAny(async (core) => {
    await core.ask('form.change', { changes: [{ kind: 'change', form, patch }], dryRun: false });
    print(context, await core.ask('form.get', { form: 'certificates', key: place }));
  });
}

const issue = (context: Context, [name = '']: readonly string[], options: IssueOptions): Promise<void> =>
  context.withAny((core) => issueBy(context, core, name, options));

async function issueBy({ out }: Context, core: Core, name: string, options: IssueOptions): Promise<void> {
  const { csr, out: file, kind, days } = options;
  if (csr === undefined && file === undefined && !out.json)
    throw refuse('cli.usage', { why: 'The key that is made needs a file: give --out, or --csr with a request' });
  const asked = { name, kind, days, ...(csr === undefined ? {} : { request: readText(csr) }) };
  const issued = await core.ask('certificate.issue', asked);
  const { serial, certificatePem, pkcs12, passphrase = '', endsMs } = issued;
  if (file !== undefined) writeNewFile(file, pkcs12 === undefined ? certificatePem : Buffer.from(pkcs12, 'base64'));
  if (out.json) return out.value({ ...issued, ...(file === undefined ? {} : { file, pkcs12: undefined }) });
  if (file === undefined) return out.raw(certificatePem);
  out.line(`Certificate ${serial} for ${name}, until ${moment(endsMs, out.isTerminal)}, written to ${file}`);
  if (pkcs12 !== undefined) out.line(`  passphrase: ${passphrase} (made; shown this once)`);
}

const actions: Readonly<Record<string, string>> = { stolen: 'revokeStolen', replaced: 'revokeReplaced' };

const revoke = (
  context: Context,
  [serial = '']: readonly string[],
  { reason }: { readonly reason: string },
): Promise<void> =>
  context.withAny(async (core) => {
    const key = serial.toLowerCase().replaceAll(':', '');
    await core.ask('form.act', { view: 'issued-certificates', action: actions[reason] ?? 'revoke', key });
    if (context.out.json) context.out.value({ revoked: key });
    else context.out.line(`The certificate ${key} is revoked.`);
  });

const crl = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const der = await core.ask('certificate.crl');
    if (context.out.json) return context.out.value({ crl: der });
    const lines = der.match(/.{1,64}/g) ?? [];
    context.out.raw(['-----BEGIN X509 CRL-----', ...lines, '-----END X509 CRL-----', ''].join('\n'));
  });
