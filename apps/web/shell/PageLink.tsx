// A link to a page of this tool, drawn as Mantine draws links: its address is checked by the compiler.

import { Anchor, Button, Menu } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

export const PageLink = createLink(Anchor<'a'>);
export const PageButton = createLink(Button<'a'>);
export const PageMenuItem = createLink(Menu.Item<'a'>);
