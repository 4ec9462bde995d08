// The phones: how many are registered securely, how many without encryption, how many are missing.

import type { Home } from '../../../portal/api.ts';
import { useForms } from '../data/queries.ts';
import { PageLink } from '../PageLink.tsx';
import { State, type StateKind } from '../State.tsx';
import { printNumber } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;
const extensions = 'users-and-services';

export function Phones({ phones }: { readonly phones: Home['phones'] }) {
  const { secure, insecure, missing } = phones;
  const all = secure + insecure + missing;
  const { data: forms = [] } = useForms();
  const mayAdd = forms.some(({ id, operations }) => id === extensions && operations.includes('add'));
  if (all === 0)
    return (
      <p className={styles.quiet}>
        {said.noPhones}{' '}
        {mayAdd && (
          <PageLink to="/forms/$form" params={{ form: extensions }} search={{ add: 'new' }} inherit underline="always">
            {said.addPhone}
          </PageLink>
        )}
      </p>
    );
  const parts = [
    { kind: 'proven', count: secure, told: said.securely },
    { kind: 'weak', count: insecure, told: said.insecurely },
    { kind: 'off', count: missing, told: said.missing },
  ] as const satisfies readonly { kind: StateKind; count: number; told: string }[];
  return (
    <div className={styles.phones}>
      <svg className={styles.bar} viewBox={`0 0 ${all} 1`} preserveAspectRatio="none" aria-hidden="true">
        <rect width={secure} height="1" data-kind="proven" />
        <rect x={secure} width={insecure} height="1" data-kind="weak" />
      </svg>
      <dl className={styles.counts}>
        {parts.map(({ kind, count, told }) => (
          <div key={kind} className={styles.count} data-none={count === 0 || undefined}>
            <dt>
              <State kind={count === 0 ? 'off' : kind}>{told}</State>
            </dt>
            <dd>{printNumber(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
