// A link to a page of this tool, drawn as Mantine draws links: its address is checked by the compiler.

import { Anchor, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type Link = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>;

/** Mantine draws these as buttons unless told otherwise; a link opens in another tab and says where it leads. */
const LinkedButton = (props: Link & ButtonProps) => <Button component="a" {...props} />;
const LinkedItem = (props: Link & MenuItemProps) => <Menu.Item component="a" {...props} />;

export const PageLink = createLink(Anchor<'a'>);
export const PageButton = createLink(LinkedButton);
export const PageMenuItem = createLink(LinkedItem);
