// Who I am: password, sessions, appearance, logging out.

import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconDevices, IconKey, IconLogout, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useForms, useSession } from '../data/queries.ts';
import { PageMenuItem } from '../PageLink.tsx';
import { ChangePassword } from '../session/ChangePassword.tsx';
import type { SessionKeeper } from '../session/keeper.ts';
import { words } from '../words/words.ts';
import styles from './TopBar.module.css';

const said = words.shell.me;

export function Me({ keeper }: { readonly keeper: SessionKeeper }) {
  const session = useSession();
  const { data: forms = [] } = useForms();
  const [isChanging, setChanging] = useState(false);
  const name = session.displayName === '' ? session.loginId : session.displayName;
  return (
    <>
      <Menu width={260} withinPortal={false}>
        <Menu.Target>
          <UnstyledButton className={styles.me} aria-label={said.open(name)}>
            <IconUser size={17} aria-hidden />
            <span className={styles.meName}>{name}</span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles.about}>
            <p>{session.loginId}</p>
            <p>{session.policy === '' ? said.security : said.policy(session.policy)}</p>
          </div>
          <Menu.Divider />
          <PageMenuItem to="/account" leftSection={<IconUser size={16} aria-hidden />}>
            {words.factors.account.menu}
          </PageMenuItem>
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setChanging(true)}>
            {said.password}
          </Menu.Item>
          {forms.some(({ id }) => id === 'sessions') && (
            <PageMenuItem
              to="/forms/$form"
              params={{ form: 'sessions' }}
              leftSection={<IconDevices size={16} aria-hidden />}
            >
              {said.sessions}
            </PageMenuItem>
          )}
          <Menu.Divider />
          <Appearance />
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={keeper.leave}>
            {said.logout}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePassword opened={isChanging} onClose={() => setChanging(false)} />
    </>
  );
}

function Appearance() {
  // Without this, Mantine writes a style element while the colours change; the page's policy allows none.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const choices = [
    { value: 'auto', label: said.system },
    { value: 'light', label: said.light },
    { value: 'dark', label: said.dark },
  ] as const;
  return (
    <>
      <Menu.Label>{said.theme}</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(value) => setColorScheme(choices.find((one) => one.value === value)?.value ?? 'auto')}
      >
        {choices.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value} closeMenuOnClick={false}>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}
