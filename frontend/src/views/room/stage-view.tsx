import { ChevronLeft, ChevronRight, Sprout } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { gridShape, type Stage, stageOf, type Tile } from '../../models/stage.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { loadBoard } from '../board/load-board.ts';
import { PersonTile } from './person-tile.tsx';
import { useRoom } from './room-context.ts';
import { ScreenTile } from './screen-tile.tsx';
import styles from './stage.module.css';
import { useSize } from './use-size.ts';

const GAP = 8;

const BoardStage = lazy(loadBoard);

/** Who and what is on screen. */
export function StageView({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  const ref = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: 'main', 'aria-label': t('room.region.stage') }, ref);
  const stage = stageOf({
    people: state.people,
    screens: state.screens,
    layout: state.layout,
    pinned: state.pinned,
    speaker: state.mainSpeaker,
    spotlight: state.spotlight,
    page: state.page,
    isBoardShown: state.isBoardShown,
  });
  return (
    <main ref={ref} {...landmarkProps} className={styles['stage']}>
      {children}
      {stage.mode === 'grid' ? <Grid stage={stage} /> : <Focus stage={stage} />}
      {stage.pages > 1 && <Pages stage={stage} />}
      {state.people.length === 1 && (
        <div className={styles['first']}>
          <Sprout size={20} aria-hidden />
          <div>
            <p>{t('room.first')}</p>
            <p className={styles['firstText']}>{t('room.firstText')}</p>
          </div>
        </div>
      )}
    </main>
  );
}

function OneTile({ tile }: { readonly tile: Tile }) {
  const { state } = useRoom();
  const person = state.people.find(({ seatId }) => seatId === tile.seatId);
  if (!person) return null;
  return tile.kind === 'screen' ? <ScreenTile person={person as Person} /> : <PersonTile person={person as Person} />;
}

function Grid({ stage }: { readonly stage: Stage }) {
  const ref = useRef<HTMLUListElement>(null);
  const { width, height } = useSize(ref);
  const count = stage.tiles.length;
  // On a tall, narrow screen upright tiles waste less of it.
  const ratio = width < 560 && height > width ? (count <= 2 ? 4 / 3 : 1) : 16 / 9;
  const shape = gridShape(count, width, height, GAP, ratio);
  const style = { inlineSize: shape.tileWidth, blockSize: shape.tileHeight };
  return (
    <ul ref={ref} className={styles['grid']}>
      {width > 0 &&
        stage.tiles.map((tile) => (
          <li key={tile.key} style={style} className={styles['cell']}>
            <OneTile tile={tile} />
          </li>
        ))}
    </ul>
  );
}

function Focus({ stage }: { readonly stage: Stage }) {
  return (
    <div className={classes(styles['focus'], stage.tiles.length === 0 && styles['alone'])}>
      <div className={styles['main']}>
        {stage.main && <OneTile key={stage.main.key} tile={stage.main} />}
        {stage.layout === 'board' && <BoardHere />}
      </div>
      {stage.tiles.length > 0 && (
        <ul className={styles['strip']}>
          {stage.tiles.map((tile) => (
            <li key={tile.key} className={styles['stripCell']}>
              <OneTile tile={tile} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function BoardHere() {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<output className={styles['waiting']}>{t('board.loading')}</output>}>
      <BoardStage />
    </Suspense>
  );
}

function Pages({ stage }: { readonly stage: Stage }) {
  const { t } = useTranslation();
  const { room } = useRoom();
  const { page, pages } = stage;
  return (
    <nav className={styles['pages']} aria-label={t('room.page', { page: page + 1, pages })}>
      <IconButton label={t('room.previousPage')} isDisabled={page === 0} onPress={() => room.turnPage(page - 1)}>
        <ChevronLeft size={20} className={styles['arrow']} aria-hidden />
      </IconButton>
      <span>{t('room.page', { page: page + 1, pages })}</span>
      <IconButton label={t('room.nextPage')} isDisabled={page === pages - 1} onPress={() => room.turnPage(page + 1)}>
        <ChevronRight size={20} className={styles['arrow']} aria-hidden />
      </IconButton>
    </nav>
  );
}
