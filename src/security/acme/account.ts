// The account at an authority: its key, sealed, and its URL, one for each directory (RFC 8555 §7.3).

import type { KeyObject } from 'node:crypto';
import { no, ok, Secret } from '#base';
import type { SealedValues } from '../kept.ts';
import { acmeCodes } from './acme.codes.ts';
import { members, textOf } from './answers.ts';
import { bindExternal, jwkOf, makeAccountKey, printAccountKey, readAccountKey } from './jws.ts';
import { type AcmeResult, type AcmeServer, broken, type Signer } from './server.ts';

export interface AccountWish {
  readonly directoryUrl: string;
  /** Blank: none. */
  readonly contact: string;
  readonly external: { readonly id: string; readonly key: Secret } | undefined;
}

interface Kept {
  readonly directoryUrl: string;
  readonly url: string;
  readonly contact: string;
  readonly key: KeyObject;
}

const valueName = 'security.acme-account';
const step = 'opening the account';

/** The account of this system at the server: the one that is known, or a new one. */
export async function openAccount(
  server: AcmeServer,
  wish: AccountWish,
  values: SealedValues,
): Promise<AcmeResult<Signer>> {
  const kept = await readKept(values);
  if (!kept.ok) return kept;
  const known = kept.value?.directoryUrl === wish.directoryUrl ? kept.value : undefined;
  if (known !== undefined && known.contact === wish.contact) return ok({ key: known.key, accountUrl: known.url });
  const opened = known === undefined ? await register(server, wish) : await update(server, wish, known);
  if (!opened.ok) return opened;
  await keep(values, wish, opened.value);
  return opened;
}

/** The server does not know the account any more: the next order opens another one, with another key. */
export const forgetAccount = (values: SealedValues): Promise<void> => values.set(valueName, new Secret('{}'));

async function register(server: AcmeServer, { contact, external }: AccountWish): Promise<AcmeResult<Signer>> {
  const directory = await server.directory();
  if (!directory.ok) return directory;
  const { newAccount, externalAccountRequired } = directory.value;
  if (externalAccountRequired && external === undefined) return no(acmeCodes.refuse('security.acme-binding-needed'));
  const key = makeAccountKey();
  const binding =
    external === undefined
      ? {}
      : { externalAccountBinding: bindExternal(jwkOf(key), newAccount, external.id, external.key.reveal()) };
  const payload = { termsOfServiceAgreed: true, contact: contactsOf(contact), ...binding };
  const answer = await server.post(step, newAccount, { key, accountUrl: '' }, payload);
  if (!answer.ok) return answer;
  const { location = '' } = answer.value.headers;
  return location === '' ? broken(step, 'it names no account') : ok({ key, accountUrl: location });
}

async function update(server: AcmeServer, { contact }: AccountWish, known: Kept): Promise<AcmeResult<Signer>> {
  const signer: Signer = { key: known.key, accountUrl: known.url };
  const answer = await server.post(step, known.url, signer, { contact: contactsOf(contact) });
  return answer.ok ? ok(signer) : answer;
}

const contactsOf = (contact: string): string[] => (contact === '' ? [] : [`mailto:${contact}`]);

async function readKept(values: SealedValues): Promise<AcmeResult<Kept | undefined>> {
  const sealed = await values.get(valueName);
  if (!sealed.ok) return no(acmeCodes.refuse('security.acme-account-lost'));
  const { directoryUrl, url, contact, key } = members(sealed.value?.reveal() ?? '');
  if (textOf(key) === '') return ok(undefined);
  const kept = { directoryUrl: textOf(directoryUrl), url: textOf(url), contact: textOf(contact) };
  return ok({ ...kept, key: readAccountKey(textOf(key)) });
}

function keep(values: SealedValues, { directoryUrl, contact }: AccountWish, signer: Signer): Promise<void> {
  const kept = { directoryUrl, contact, url: signer.accountUrl, key: printAccountKey(signer.key) };
  return values.set(valueName, new Secret(JSON.stringify(kept)));
}
