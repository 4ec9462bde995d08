// Calls that were refused here lately, from Call History: each can be tested again as it was.

import { printed } from '../../../fields/values.ts';
import { When } from '../../../fields/When.tsx';
import { useForms, useRecords } from '../../../shell/data/queries.ts';
import { PageLink } from '../../../shell/PageLink.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import styles from '../calls.module.css';
import { refusedCall } from './refused.ts';
import { printWish } from './wish.ts';

const said = callWords.test.refused;
const history = 'call-history';
const looked = 50;
const shown = 5;

/** Nothing for whoever may not see Call History. */
export function RefusedCalls() {
  const { data: forms = [] } = useForms();
  return forms.some(({ id }) => id === history) ? <Lately /> : null;
}

function Lately() {
  const { data: page } = useRecords(history, { where: { outcome: 'refused' }, limit: looked });
  if (page === undefined) return null;
  const calls = page.records.flatMap((record) => refusedCall(record) ?? []).slice(0, shown);
  return (
    <section className={styles.part}>
      <header className={styles.partHead}>
        <h2>{said.title}</h2>
        <PageLink to="/forms/$form" params={{ form: history }} search={{ 'where.outcome': 'refused' }} size="xs">
          {said.all}
        </PageLink>
      </header>
      {calls.length === 0 && <p className={styles.hint}>{said.none}</p>}
      <ul className={styles.rows}>
        {calls.map(({ id, wish, values }) => (
          <li key={id} className={styles.refused}>
            <When instant={wish.at} />
            <span>
              <b>{wish.caller}</b> {said.to} <b>{wish.dialled}</b>
            </span>
            <span className={styles.cause}>{printed(values.cause)}</span>
            <PageLink
              to="/calls/test"
              search={printWish(wish)}
              aria-label={said.againThis(wish.caller, wish.dialled)}
              inherit
            >
              {said.again}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
