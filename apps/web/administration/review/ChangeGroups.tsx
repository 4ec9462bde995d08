// What a change does, record by record, those that change alike together; first what else it touches.

import type { Changed, FormDescription } from '../../../portal/api.ts';
import { useForms } from '../../shell/data/queries.ts';
import { words } from '../../shell/words/words.ts';
import styles from '../parts/parts.module.css';
import { Differences } from './Differences.tsx';
import { type ChangeGroup, grouped } from './grouping.ts';

interface ChangeGroupsProps {
  readonly form: FormDescription;
  readonly records: Changed['records'];
}

const said = words.forms.review;
const keysShown = 12;
const groupsShown = 40;

export function ChangeGroups({ form, records }: ChangeGroupsProps) {
  const groups = grouped(records);
  const [only] = groups;
  if (groups.length === 1 && only?.form === form.id && only.keys.length === 1)
    return <Differences differences={only.differences} fields={form.fields} kind={only.kind} />;
  return (
    <>
      {groups.slice(0, groupsShown).map((group) => (
        <Group
          key={`${group.form} ${group.kind} ${group.keys[0]}`}
          group={group}
          form={form}
          alone={groups.length === 1 && group.form === form.id}
        />
      ))}
      {groups.length > groupsShown && <p className={styles.keys}>{said.moreGroups(groups.length - groupsShown)}</p>}
    </>
  );
}

interface GroupProps {
  readonly group: ChangeGroup;
  readonly form: FormDescription;
  /** What happens to how many is told already. */
  readonly alone: boolean;
}

function Group({ group, form, alone }: GroupProps) {
  const { data: forms } = useForms();
  const title = forms?.find(({ id }) => id === group.form)?.title ?? group.form;
  const own = group.form === form.id;
  const more = group.keys.length - keysShown;
  return (
    <section className={styles.group}>
      <h3 hidden={alone}>
        {said.kinds[group.kind === 'add' || group.kind === 'delete' ? group.kind : 'change'](group.keys.length)}
        {!own && ` · ${title}`}
      </h3>
      <p className={styles.keys}>
        {group.keys.slice(0, keysShown).join(', ')}
        {more > 0 && ` ${said.more(more)}`}
      </p>
      <Differences differences={group.differences} fields={own ? form.fields : []} kind={group.kind} />
    </section>
  );
}
