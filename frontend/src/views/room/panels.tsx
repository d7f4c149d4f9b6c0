import { type ComponentType, lazy, Suspense } from 'react';
import type { PanelName } from './open-part.ts';
import { PeoplePanel } from './people-panel.tsx';

/** The panels by their names; those that few people open are loaded when they are. */
const PANELS: Readonly<Record<PanelName, ComponentType<PanelProps>>> = {
  people: PeoplePanel,
  chat: lazy(() => import('../chat/chat-panel.tsx')),
  files: lazy(() => import('../files/files-panel.tsx')),
  polls: lazy(() => import('../polls/polls-panel.tsx')),
};

export interface PanelProps {
  onClose(): void;
  /** Another panel in the place of this one. */
  onOpen(name: PanelName): void;
}

export function OpenPanel({ name, onClose, onOpen }: PanelProps & { readonly name: PanelName }) {
  const Panel = PANELS[name];
  return (
    <Suspense>
      <Panel onClose={onClose} onOpen={onOpen} />
    </Suspense>
  );
}
