// The way to the record that something came from, for those who may see its form.

import { useForms } from '../../shell/data/queries.ts';
import { PageLink } from '../../shell/PageLink.tsx';
import { callWords } from '../../shell/words/calls.ts';

interface RecordLinkProps {
  readonly form: string;
  /** Blank of a form that is one record. */
  readonly recordKey: string;
}

/** Nothing for others, and where there is no form. */
export function RecordLink({ form: id, recordKey }: RecordLinkProps) {
  const { data: forms = [] } = useForms();
  const form = forms.find((one) => one.id === id);
  if (form === undefined) return null;
  return (
    <PageLink
      to="/forms/$form"
      params={{ form: id }}
      search={recordKey === '' || form.single ? {} : { record: recordKey }}
      inherit
    >
      {callWords.test.open(form.title, recordKey)}
    </PageLink>
  );
}
