// The tools that people and programs log in to. A session holds for its own tool alone.

/** Each tool with its name, as the audit trail and the list of sessions show it. */
export const toolTitles = {
  'system-administration': 'System Administration Tool',
  'group-administration': 'Group Administration Tool',
  desktop: 'Desktop Tool',
  application: 'Application',
} as const;

export type Tool = keyof typeof toolTitles;

export const isTool = (text: string): text is Tool => Object.hasOwn(toolTitles, text);
