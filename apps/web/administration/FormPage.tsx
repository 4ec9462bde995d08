// The page of any form, drawn from its description.

import { useForm } from '../shell/data/queries.ts';
import { PageHead } from '../shell/pages/PageHead.tsx';

export function FormPage({ formId }: { readonly formId: string }) {
  const { data: form } = useForm(formId);
  return form === undefined ? null : <PageHead title={form.title} />;
}
