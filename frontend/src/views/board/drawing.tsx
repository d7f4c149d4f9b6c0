import { Excalidraw } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import type { ExcalidrawImperativeAPI, ExcalidrawProps } from '@excalidraw/excalidraw/types';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './board.module.css';
import { SceneSync } from './scene-sync.ts';
import { usePointers, useTellPointer } from './use-pointers.ts';

/** What belongs to a document of one's own, or would load something from elsewhere, is not there. */
const OPTIONS: NonNullable<ExcalidrawProps['UIOptions']> = {
  canvasActions: {
    changeViewBackgroundColor: false,
    clearCanvas: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    saveAsImage: false,
    toggleTheme: false,
  },
  tools: { image: false },
};

/** Files that are dropped or pasted are no part of a board yet; words and shapes are. */
const takesPaste: NonNullable<ExcalidrawProps['onPaste']> = ({ files, mixedContent }: { files?: unknown; mixedContent?: unknown }) =>
  !files && !mixedContent;

/** The drawing library, fed by the board's model and heard by it. It knows no server, no file and no other origin. */
export function Drawing() {
  const { i18n } = useTranslation();
  const { board } = useRoom();
  const { canDraw, phase } = useWatched(board.state);
  const [api, setApi] = useState<ExcalidrawImperativeAPI>();
  const frame = useRef<HTMLDivElement>(null);
  const tellPointer = useTellPointer(board);
  usePointers(board, api);

  useEffect(() => {
    if (!api) return;
    const sync = new SceneSync(board, api);
    const stops = [board.onScene((change) => sync.show(change)), api.onChange((elements, state) => sync.changed(elements, state))];
    sync.begin();
    const resized = new ResizeObserver(() => board.background() && sync.fit());
    if (frame.current) resized.observe(frame.current);
    stops.push(() => resized.disconnect());
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, board]);

  return (
    <div ref={frame} className={styles['drawing']}>
      <Excalidraw
        excalidrawAPI={setApi}
        langCode={i18n.language.startsWith('ar') ? 'ar-SA' : 'en'}
        theme="light"
        viewModeEnabled={!canDraw || phase !== 'ready'}
        validateEmbeddable={false}
        aiEnabled={false}
        handleKeyboardGlobally={false}
        onPaste={takesPaste}
        onPointerUpdate={tellPointer}
        UIOptions={OPTIONS}
      />
    </div>
  );
}
