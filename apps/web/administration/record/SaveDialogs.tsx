// What opens while a record is saved: the difference first, afterwards the secrets that were made.

import type { FormDescription } from '../../../portal/api.ts';
import { MadeSecrets } from '../review/MadeSecrets.tsx';
import { ReviewDialog } from '../review/ReviewDialog.tsx';
import type { Saving } from './useSaving.ts';

interface SaveDialogsProps {
  readonly form: FormDescription;
  readonly saving: Saving;
  readonly title: string;
  readonly label: string;
}

export function SaveDialogs({ form, saving, title, label }: SaveDialogsProps) {
  const { review, made, putAway } = saving;
  return (
    <>
      {review !== undefined && (
        <ReviewDialog form={form} title={title} reviewed={saving} changed={review} label={label} />
      )}
      {made.length > 0 && <MadeSecrets form={form} made={made} onClose={putAway} />}
    </>
  );
}
