// The step of the name: what the system is called, and where it can be reached.

import type { Setup } from '../../../portal/api.ts';
import { State } from '../../shell/State.tsx';
import { words } from '../../shell/words/words.ts';
import { SettingsStep } from './SettingsStep.tsx';
import type { Way } from './StepFrame.tsx';
import classes from './setup.module.css';

interface Props {
  readonly setup: Setup;
  readonly way: Way;
}

export function SystemStep({ setup, way }: Props) {
  const said = words.setup.system;
  return (
    <SettingsStep
      formId="system-options"
      names={['systemName', 'realm', 'publicNames']}
      title={said.title}
      lead={said.lead}
      way={way}
    >
      <section className={classes.part}>
        <h3>{said.hosts}</h3>
        <ul className={classes.names}>
          {setup.hosts.map((host) => (
            <li key={host}>
              <code>{host}</code>
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.part}>
        <h3>{said.listeners}</h3>
        <Listeners setup={setup} />
        <p className={classes.small}>{said.security}</p>
      </section>
    </SettingsStep>
  );
}

function Listeners({ setup }: { readonly setup: Setup }) {
  const said = words.setup.system;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{said.columns.name}</th>
          <th scope="col">{said.columns.transport}</th>
          <th scope="col">{said.columns.place}</th>
          <th scope="col">{said.columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {setup.listeners.map(({ name, transport, address, port, closedBecause }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{transport}</td>
            <td>
              <code>{address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`}</code>
            </td>
            <td>
              <State kind={closedBecause === '' ? 'proven' : 'broken'}>
                {closedBecause === '' ? said.open : said.closed(closedBecause)}
              </State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
