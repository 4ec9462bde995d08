// The question before unsaved edits are lost.

import { Button, Modal } from '@mantine/core';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import type { LeaveGuard } from './useLeaveGuard.ts';

const said = words.forms.leave;

export function LeaveDialog({ guard, count }: { readonly guard: LeaveGuard; readonly count: number }) {
  return (
    <Modal opened={guard.asking} onClose={guard.stay} title={said.title} withCloseButton={false}>
      <div className={parts.dialog}>
        <p>{said.words(count)}</p>
        <div className={parts.buttons}>
          <Button variant="default" onClick={guard.leave}>
            {said.leave}
          </Button>
          <Button data-autofocus onClick={guard.stay}>
            {said.stay}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
