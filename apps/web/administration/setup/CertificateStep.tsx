// The step of the certificate: why the browser warned, and how to see that it is this system all the same.

import type { Setup } from '../../../portal/api.ts';
import { useForms } from '../../shell/data/queries.ts';
import { PageLink } from '../../shell/PageLink.tsx';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { AuthorityDownload } from './AuthorityDownload.tsx';
import { CopyButton } from './CopyButton.tsx';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';

const webCertificate = 'web-server-certificate';

interface Props {
  readonly setup: Setup;
  readonly way: Way;
}

export function CertificateStep({ setup, way }: Props) {
  const said = words.setup.certificate;
  const { data: forms = [] } = useForms();
  return (
    <StepFrame title={said.title} lead={said.lead} way={way}>
      <p>
        {said.compare.before} <code>{said.compare.command}</code> {said.compare.after}
      </p>
      <section className={classes.part}>
        <h3>{said.fingerprint}</h3>
        <p className={classes.fingerprint}>
          <code>{setup.authority.fingerprint}</code>
          <CopyButton text={setup.authority.fingerprint} label={said.fingerprint} />
        </p>
      </section>
      <p>{said.trust}</p>
      <p>
        <AuthorityDownload pem={setup.authority.certificatePem} />
      </p>
      <dl className={classes.facts}>
        <dt>{said.authorityEnds}</dt>
        <dd>
          <Moment ms={setup.authority.endsMs} />
        </dd>
        <dt>{said.serverEnds}</dt>
        <dd>
          <Moment ms={setup.certificateEndsMs} /> <span className={classes.small}>{said.renewed}</span>
        </dd>
      </dl>
      {forms.some(({ id }) => id === webCertificate) && (
        <p>
          {said.better}{' '}
          <PageLink to="/forms/$form" params={{ form: webCertificate }} inherit underline="always">
            {said.betterWhere}
          </PageLink>
        </p>
      )}
    </StepFrame>
  );
}
