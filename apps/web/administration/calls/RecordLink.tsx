// The way to the record that something came from, for those who may see its form.

import { useQuery } from '@tanstack/react-query';
import { recordQuery, useForms } from '../../shell/data/queries.ts';
import { PageLink } from '../../shell/PageLink.tsx';
import { callWords } from '../../shell/words/calls.ts';

interface RecordLinkProps {
  readonly form: string;
  /** Blank of a form that is one record. */
  readonly recordKey: string;
}

/** Nothing for others, and where there is no form. What holds without a record, as a class of service may, leads to the form. */
export function RecordLink({ form: id, recordKey }: RecordLinkProps) {
  const { data: forms = [] } = useForms();
  const form = forms.find((one) => one.id === id);
  const isOne = form !== undefined && !form.single && recordKey !== '';
  const { isError: isMissing } = useQuery({ ...recordQuery(id, recordKey), enabled: isOne });
  if (form === undefined) return null;
  const key = isOne && !isMissing ? recordKey : '';
  return (
    <PageLink to="/forms/$form" params={{ form: id }} search={key === '' ? {} : { record: key }} inherit>
      {callWords.test.open(form.title, key)}
    </PageLink>
  );
}
