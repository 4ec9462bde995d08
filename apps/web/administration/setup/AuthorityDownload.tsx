// The authority's certificate as a file: it is public, and already on the page.

import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { words } from '../../shell/words/words.ts';
import { saveFile } from '../parts/saveFile.ts';

export function AuthorityDownload({ pem }: { readonly pem: string }) {
  const said = words.setup.certificate;
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={() => saveFile(said.file, 'application/x-pem-file', pem)}
    >
      {said.download}
    </Button>
  );
}
