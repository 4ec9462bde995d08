// IP addresses and lists of networks.

import { z } from 'zod';
import { parseAddress, printAddress } from '../addresses.ts';
import { tidyNetwork } from '../networks.ts';
import { type Field, splitList, tidyList, type Words, wordsOf } from './field.ts';

interface AddressOptions extends Words {
  /** '' allows none. */
  readonly initial?: string;
}

/** The one text of an address; what is none stays as it is. */
function tidyAddress(text: string): string {
  const bytes = parseAddress(text);
  return bytes === undefined ? text : printAddress(bytes);
}

/** One IPv4 or IPv6 address, without a port. */
export function address(options: AddressOptions): Field<string> {
  const literal = z.string().refine((text) => parseAddress(text) !== undefined);
  const blank = options.initial === '';
  return {
    ...wordsOf(options),
    kind: 'address',
    code: 'forms.not-an-address',
    initial: options.initial,
    schema: blank ? z.literal('').or(literal) : literal,
    expects: `an IPv4 or IPv6 address, such as 192.0.2.10${blank ? ', or blank' : ''}`,
    read: (text) => tidyAddress(text.trim()),
    print: (value) => value,
  };
}

interface NetworksOptions extends Words {
  readonly max: number;
}

/** Networks in CIDR notation; initially none. */
export function networks(options: NetworksOptions): Field<readonly string[]> {
  const network = z.string().refine((text) => tidyNetwork(text) !== undefined);
  return {
    ...wordsOf(options),
    kind: 'networks',
    code: 'forms.not-networks',
    initial: [],
    schema: z
      .array(network)
      .max(options.max)
      .overwrite((given) => tidyList(given.map((text) => tidyNetwork(text) ?? text))),
    expects: `at most ${options.max} networks such as 192.0.2.0/24, each written with its first address`,
    read: splitList,
    print: (value) => value.join(' '),
  };
}
