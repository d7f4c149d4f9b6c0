import { type ComponentType, lazy, Suspense } from 'react';
import type { PanelName } from './open-part.ts';
import { PeoplePanel } from './people-panel.tsx';

/** The panels by their names; those that few people open are loaded when they are. */
const PANELS: Readonly<Record<PanelName, ComponentType<{ onClose(): void }>>> = {
  people: PeoplePanel,
  files: lazy(() => import('../files/files-panel.tsx')),
  polls: lazy(() => import('../polls/polls-panel.tsx')),
};

export function OpenPanel({ name, onClose }: { readonly name: PanelName; onClose(): void }) {
  const Panel = PANELS[name];
  return (
    <Suspense>
      <Panel onClose={onClose} />
    </Suspense>
  );
}
