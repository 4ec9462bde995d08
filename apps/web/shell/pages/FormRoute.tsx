// The page of one form or view: `/forms/users-and-services`. A form that this person may not see does not exist.

import { useParams } from '@tanstack/react-router';
import { FormPage } from '../../administration/FormPage.tsx';
import { useForms } from '../data/queries.ts';
import { LostPage } from './LostPage.tsx';

export function FormRoute() {
  const { form } = useParams({ from: '/inside/forms/$form' });
  const { data: forms } = useForms();
  if (forms !== undefined && !forms.some(({ id }) => id === form)) return <LostPage />;
  return <FormPage key={form} formId={form} />;
}
