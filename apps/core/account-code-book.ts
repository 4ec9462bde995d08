// The account codes in clear, in memory alone, for whoever dials one. Every code is compared, whichever it is, so that the time tells nothing.

import type { Administration } from '#administration';
import { sameText } from '#base';
import { type AccountCode, accountCodes } from '#calls';

interface Code extends AccountCode {
  readonly digits: string;
}

export class AccountCodeBook {
  readonly #administration: Administration;
  /** Read when one is dialled for the first time after a change. */
  #codes: readonly Code[] | undefined;

  constructor(administration: Administration) {
    this.#administration = administration;
    administration.onChange(accountCodes, () => {
      this.#codes = undefined;
    });
  }

  named(given: string): AccountCode | undefined {
    this.#codes ??= this.#read();
    let found: AccountCode | undefined;
    for (const code of this.#codes) if (sameText(code.digits, given)) found = code;
    return found;
  }

  #read(): Code[] {
    const enabled = [...this.#administration.configuration.records(accountCodes).values()].filter(
      (code) => code.enabled,
    );
    return enabled.flatMap(({ name, serviceClass, restrictionClass }) => {
      const secret = this.#administration.reveal(accountCodes, name, 'code');
      return secret.ok ? [{ name, serviceClass, restrictionClass, digits: secret.value.reveal() }] : [];
    });
  }
}
