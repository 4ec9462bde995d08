// A step that is some fields of a single form: saved as an ordinary change of it, with its difference shown before.

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import type { FormDescription, RecordView } from '../../../portal/api.ts';
import { formQuery, recordQuery, useForms } from '../../shell/data/queries.ts';
import { words } from '../../shell/words/words.ts';
import { type Draft, isEdited } from '../record/draft.ts';
import { EditedFields } from './EditedFields.tsx';
import { StepFrame, type Way } from './StepFrame.tsx';
import { useEdited } from './useEdited.ts';

export interface SettingsStepProps {
  readonly formId: string;
  readonly names: readonly string[];
  readonly title: string;
  readonly lead: string;
  readonly way: Way;
  readonly children?: ReactNode;
}

/** A form that this person may not see is not asked for: the step says no more than what stands around it. */
export function SettingsStep(props: SettingsStepProps) {
  const { data: forms } = useForms();
  const sees = forms?.some(({ id }) => id === props.formId) === true;
  const { data: form } = useQuery({ ...formQuery(props.formId), enabled: sees });
  const { data: record } = useQuery({ ...recordQuery(props.formId), enabled: sees });
  if (form !== undefined && record !== undefined) return <Settings {...props} form={form} record={record} />;
  return (
    <StepFrame title={props.title} lead={props.lead} way={props.way}>
      {props.children}
    </StepFrame>
  );
}

type Described = SettingsStepProps & { readonly form: FormDescription; readonly record: RecordView };

function Settings({ form, record, names, title, lead, way, children }: Described) {
  const { version } = record;
  const wishOf = useCallback(
    (draft: Draft) => ({ kind: 'change', form: form.id, patch: draft, version }) as const,
    [form.id, version],
  );
  const edited = useEdited(record.values, wishOf);
  const mayChange = form.operations.includes('change');
  const saveAndGoOn = async (): Promise<void> => {
    if (!isEdited(edited.draft) || (await edited.save()) !== undefined) way.goOn();
  };
  const shared = { title, lead, way, isBusy: edited.isSaving, canSkip: isEdited(edited.draft) };
  return (
    <StepFrame
      {...shared}
      {...(isEdited(edited.draft) ? { next: words.setup.save } : {})}
      onNext={() => void saveAndGoOn()}
    >
      <EditedFields form={form} names={names} base={record.values} edited={edited} fixed={!mayChange} />
      {children}
    </StepFrame>
  );
}
