// The words of forms: tables, records, changes, import and export.

export const forms = {};
