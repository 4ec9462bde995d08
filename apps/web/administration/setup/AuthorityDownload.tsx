// The authority's certificate as a file: it is public, and already on the page.

import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { words } from '../../shell/words/words.ts';

export function AuthorityDownload({ pem }: { readonly pem: string }) {
  const said = words.setup.certificate;
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([pem], { type: 'application/x-pem-file' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [pem]);
  return (
    <Button
      component="a"
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
      href={address}
      download={said.file}
    >
      {said.download}
    </Button>
  );
}
