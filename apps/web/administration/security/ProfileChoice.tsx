// The profiles side by side: which one is looked at, which one this site has adopted, which are met.

import { Link } from '@tanstack/react-router';
import type { SecurityReport } from '../../../portal/api.ts';
import { State } from '../../shell/State.tsx';
import { words } from '../../shell/words/words.ts';
import { isAdoptable, type ProfileId, profileIds, reaches } from './report.ts';
import styles from './security.module.css';

const said = words.security;

interface ProfileChoiceProps {
  readonly report: SecurityReport;
  readonly shown: ProfileId;
}

export function ProfileChoice({ report, shown }: ProfileChoiceProps) {
  return (
    <nav className={styles.profiles} aria-label={said.profiles}>
      {profileIds.map((id) => (
        <Link
          key={id}
          to="/security"
          search={{ profile: id }}
          className={styles.profile}
          {...(id === shown ? { 'aria-current': 'page' } : {})}
        >
          <span className={styles.profileName}>{said.titles[id]}</span>
          <span className={styles.profileState}>
            {isAdoptable(id) && (
              <State kind={reaches(report.grade, id) ? 'proven' : 'off'}>
                {reaches(report.grade, id) ? said.isMet : said.isOpen}
              </State>
            )}
            {id === report.adopted && <span className={styles.adopted}>{said.adopted}</span>}
          </span>
        </Link>
      ))}
    </nav>
  );
}
