// A described field for tests of what draws and compares fields.

import type { FieldDescription } from '../../portal/api.ts';

const plain: FieldDescription = {
  ...{ name: 'name', label: 'Name', kind: 'text', help: '', section: '', unit: '', required: false, initial: '' },
  ...{ expects: 'text', made: false, duty: 'configuration', key: false, multiline: false, changeable: true },
};

export const describedField = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  ...plain,
  name,
  label: name,
  ...more,
});
