import { ChevronLeft, ChevronRight, Download, Eraser, FilePlus2, PencilLine, Presentation, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './board.module.css';
import { DrawersDialog } from './drawers-dialog.tsx';
import { RemovePageDialog } from './remove-page-dialog.tsx';
import { type Saving, saveBoard } from './save-board.ts';
import { SlidesDialog } from './slides-dialog.tsx';

/** Pages for everybody; for teachers also adding, clearing, and who may draw. */
export function BoardTools() {
  const { t } = useTranslation();
  const { board, state } = useRoom();
  const isTeacher = state.me?.role === 'teacher';
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('board.tools')}>
      <PageTurner />
      {isTeacher && (
        <>
          <PagesMenu />
          <IconButton label={t('board.clear')} onPress={() => void board.steering.clear(board.state.get().pageId)}>
            <Eraser size={20} aria-hidden />
          </IconButton>
          <WhoMenu />
        </>
      )}
      <SaveMenu />
    </div>
  );
}

function PageTurner() {
  const { t } = useTranslation();
  const { board } = useRoom();
  const { view, pageId } = useWatched(board.state);
  const index = view.pages.findIndex(({ id }) => id === pageId);
  const turn = (by: number) => {
    const page = view.pages[index + by];
    if (page) board.go(page.id);
  };
  return (
    <nav className={styles['pages']} aria-label={t('board.page', { page: index + 1, pages: view.pages.length })}>
      <IconButton label={t('board.previous')} isDisabled={index <= 0} onPress={() => turn(-1)}>
        <ChevronLeft size={20} className={styles['arrow']} aria-hidden />
      </IconButton>
      <span className={styles['count']} aria-live="polite">
        {t('board.page', { page: index + 1, pages: view.pages.length })}
      </span>
      <IconButton label={t('board.next')} isDisabled={index >= view.pages.length - 1} onPress={() => turn(1)}>
        <ChevronRight size={20} className={styles['arrow']} aria-hidden />
      </IconButton>
    </nav>
  );
}

function PagesMenu() {
  const { t } = useTranslation();
  const { board } = useRoom();
  const { view, pageId } = useWatched(board.state);
  const [asked, setAsked] = useState<'slides' | 'remove'>();
  const choices: Choice[] = [
    { id: 'page', label: t('board.add'), icon: <FilePlus2 size={18} />, onChoose: () => void board.steering.addPage() },
    { id: 'slides', label: t('slides.add'), icon: <Presentation size={18} />, onChoose: () => setAsked('slides') },
  ];
  if (view.pages.length > 1)
    choices.push({
      id: 'remove',
      label: t('board.remove'),
      icon: <Trash2 size={18} />,
      isDanger: true,
      onChoose: () => setAsked('remove'),
    });
  const close = () => setAsked(undefined);
  return (
    <>
      <ChoiceMenu label={t('board.pages')} choices={choices} placement="top">
        <IconButton label={t('board.pages')}>
          <FilePlus2 size={20} aria-hidden />
        </IconButton>
      </ChoiceMenu>
      {asked === 'slides' && <SlidesDialog onClose={close} />}
      {asked === 'remove' && <RemovePageDialog pageId={pageId} onClose={close} />}
    </>
  );
}

function WhoMenu() {
  const { t } = useTranslation();
  const { board } = useRoom();
  const { view } = useWatched(board.state);
  const [isChoosing, setIsChoosing] = useState(false);
  const choices: Choice[] = [
    {
      id: 'teachers',
      label: t('board.teachers'),
      isChosen: view.mode === 'teachers',
      onChoose: () => void board.steering.allow('teachers'),
    },
    {
      id: 'chosen',
      label: t('board.chosen'),
      isChosen: view.mode === 'chosen',
      ...(view.mode === 'chosen' ? { hint: t('board.chosenHint', { count: view.drawers.length }) } : {}),
      onChoose: () => setIsChoosing(true),
    },
    {
      id: 'everybody',
      label: t('board.everybody'),
      isChosen: view.mode === 'everybody',
      onChoose: () => void board.steering.allow('everybody'),
    },
  ];
  return (
    <>
      <ChoiceMenu label={t('board.who')} choices={choices} placement="top">
        <IconButton label={t('board.who')}>
          <PencilLine size={20} aria-hidden />
        </IconButton>
      </ChoiceMenu>
      <DrawersDialog isOpen={isChoosing} onClose={() => setIsChoosing(false)} />
    </>
  );
}

function SaveMenu() {
  const { t } = useTranslation();
  const { house } = useHere();
  const { board } = useRoom();
  const [isSaving, setIsSaving] = useState(false);
  const save = async (what: Saving) => {
    setIsSaving(true);
    try {
      if (!(await saveBoard(board, what, t('board.fileName')))) house.notices.say('board.empty');
    } catch {
      house.notices.say('board.saveFailed', {}, 'trouble');
    } finally {
      setIsSaving(false);
    }
  };
  const choices: Choice[] = [
    { id: 'png', label: t('board.savePage'), onChoose: () => void save('page-png') },
    { id: 'pdf', label: t('board.savePagePdf'), onChoose: () => void save('page-pdf') },
    { id: 'all', label: t('board.saveAll'), onChoose: () => void save('all-pdf') },
  ];
  return (
    <ChoiceMenu label={t('board.save')} choices={choices} placement="top">
      <IconButton label={t('board.save')} isDisabled={isSaving}>
        <Download size={20} aria-hidden />
      </IconButton>
    </ChoiceMenu>
  );
}
