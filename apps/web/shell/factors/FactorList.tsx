// One's own second factors: what there is, and what can be done with it.

import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OwnFactor, OwnFactors, Session } from '../../../portal/api.ts';
import { keepCsrfToken, refusalsOf } from '../api.ts';
import { ownFactorsQuery, sessionQuery } from '../data/queries.ts';
import { Notice, RefusalNotice } from '../Notice.tsx';
import { printMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { type Doing, FactorDialog } from './FactorDialog.tsx';
import styles from './factors.module.css';
import { canPasskeys } from './passkeys.ts';

const said = words.factors.account;
const { kinds } = words.factors;

export function FactorList() {
  const { data, error } = useQuery(ownFactorsQuery);
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>();
  const changed = (session: Session): void => {
    keepCsrfToken(session.csrfToken);
    queries.setQueryData(sessionQuery.queryKey, session);
    void queries.invalidateQueries({ queryKey: ownFactorsQuery.queryKey });
  };
  if (data === undefined) return <RefusalNotice refusals={refusalsOf(error)} />;
  return (
    <>
      <Standing own={data} />
      {data.factors.length > 0 && (
        <ul className={styles.list}>
          {data.factors.map((factor) => (
            <Item key={factor.id} factor={factor} isLast={data.factors.length === 1} own={data} onDo={setDoing} />
          ))}
          <Recovery count={data.recoveryCodes} onDo={setDoing} />
        </ul>
      )}
      <Adding own={data} onDo={setDoing} />
      <p className={styles.lead}>{said.sessions}</p>
      {doing !== undefined && <FactorDialog doing={doing} onChanged={changed} onClose={() => setDoing(undefined)} />}
    </>
  );
}

function Standing({ own: { factors, required } }: { readonly own: OwnFactors }) {
  if (factors.length === 0)
    return (
      <Notice kind="weak">
        <p>{said.none}</p>
        <p>{said.noneWhy}</p>
      </Notice>
    );
  return required ? <p className={styles.lead}>{said.required}</p> : null;
}

interface ItemProps {
  readonly factor: OwnFactor;
  readonly isLast: boolean;
  readonly own: OwnFactors;
  readonly onDo: (doing: Doing) => void;
}

function Item({ factor, isLast, own: { required }, onDo }: ItemProps) {
  const { id, kind, name, madeAtMs, usedAtMs, host, stopped } = factor;
  const since = said.made(printMoment(madeAtMs));
  const used = usedAtMs === 0 ? said.unused : said.used(printMoment(usedAtMs));
  const about = [kinds[kind], ...(host === '' ? [] : [said.host(host)]), since, used].join(', ');
  return (
    <li className={styles.item}>
      <div className={styles.itemWords}>
        <b>{name}</b>
        <p>{about}</p>
        {stopped && <Notice kind="broken">{said.stopped}</Notice>}
      </div>
      {kind === 'totp' && (
        <Button variant="default" size="xs" onClick={() => onDo({ what: 'replace' })}>
          {said.replaceTotp}
        </Button>
      )}
      {!(isLast && required) && (
        <Button
          variant="default"
          size="xs"
          aria-label={said.removeNamed(name)}
          onClick={() => onDo({ what: 'remove', id, name, isLast })}
        >
          {said.remove}
        </Button>
      )}
    </li>
  );
}

function Recovery({ count, onDo }: { readonly count: number; readonly onDo: (doing: Doing) => void }) {
  return (
    <li className={styles.item}>
      <div className={styles.itemWords}>
        <b>{said.recovery}</b>
        <p>{said.left(count)}</p>
      </div>
      <Button variant="default" size="xs" onClick={() => onDo({ what: 'renew' })}>
        {said.renew}
      </Button>
    </li>
  );
}

function Adding({ own, onDo }: { readonly own: OwnFactors; readonly onDo: (doing: Doing) => void }) {
  const hasTotp = own.factors.some(({ kind }) => kind === 'totp');
  const isHere = own.passkeyHost !== '';
  return (
    <>
      <div className={styles.row}>
        {!hasTotp && (
          <Button size="sm" onClick={() => onDo({ what: 'totp' })}>
            {said.addTotp}
          </Button>
        )}
        <Button
          size="sm"
          variant="default"
          disabled={!isHere || !canPasskeys()}
          onClick={() => onDo({ what: 'passkey' })}
        >
          {said.addPasskey}
        </Button>
      </div>
      {!isHere && <p className={styles.lead}>{kinds.notHere}</p>}
      {isHere && !canPasskeys() && <p className={styles.lead}>{kinds.notBrowser}</p>}
    </>
  );
}
