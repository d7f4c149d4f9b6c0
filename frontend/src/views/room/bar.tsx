import type { TFunction } from 'i18next';
import {
  Dices,
  EllipsisVertical,
  FolderOpen,
  Keyboard,
  LayoutDashboard,
  LayoutGrid,
  LogOut,
  MonitorUp,
  Presentation,
  Settings2,
  SmilePlus,
  SquareUser,
  Timer,
  Users,
} from 'lucide-react';

import { useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { amGuest } from '../../models/room-state.ts';
import { stageOf } from '../../models/stage.ts';
import { classes } from '../../ui/classes.ts';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { ChatButton } from '../chat/chat-button.tsx';
import { HandButton } from '../hands/hand-button.tsx';
import { useHere } from '../house-context.ts';
import { ReactButton } from '../lively/react-button.tsx';
import { PollsButton } from '../polls/polls-button.tsx';
import styles from './bar.module.css';
import { BarButton } from './bar-button.tsx';
import { CameraButton, MicrophoneButton, ShareButton } from './my-buttons.tsx';
import type { DialogName, OpenPart, PanelName } from './open-part.ts';
import { RecordButton, RecordingBadge } from './recording.tsx';
import { useRoom } from './room-context.ts';

interface Props {
  readonly panel: PanelName | undefined;
  readonly dialog: DialogName | undefined;
  onToggle(part: OpenPart): void;
}

/** The controls; they stand in the same place whatever happens. */
export function Bar({ panel, dialog, onToggle }: Props) {
  const { t } = useTranslation();
  const { session } = useHere();
  const { state } = useRoom();
  const ref = useRef<HTMLElement>(null);
  const middle = useRef<HTMLDivElement>(null);
  const { landmarkProps } = useLandmark({ role: 'region', 'aria-label': t('room.region.bar') }, ref);
  return (
    <section ref={ref} {...landmarkProps} className={styles['bar']}>
      <div className={styles['start']}>
        <h1 className={styles['title']}>
          <bdi>{session.title || t('common.untitledClass')}</bdi>
          {state.group !== null && (
            <>
              {' · '}
              <bdi>{state.group || t('rooms.rest')}</bdi>
            </>
          )}
        </h1>
        <RecordingBadge />
      </div>
      <div ref={middle} className={styles['middle']}>
        <MicrophoneButton />
        <CameraButton />
        <ShareButton />
        <HandButton />
        <ReactButton isOpen={dialog === 'lively'} onToggle={() => onToggle('lively')} at={middle} />
        {state.me?.role === 'teacher' && <RecordButton />}
        <MoreMenu onToggle={onToggle} />
        <LeaveButton />
      </div>
      <div className={styles['end']}>
        <BoardButton />
        <LayoutMenu />
        <ChatButton isOpen={panel === 'chat'} onPress={() => onToggle('chat')} />
        <PollsButton isOpen={panel === 'polls'} onPress={() => onToggle('polls')} />
        <PeopleButton isOn={panel === 'people'} onPress={() => onToggle('people')} />
      </div>
    </section>
  );
}

/** Opens the list of people, and says how many are here, or, louder, how many wait to be let in. */
function PeopleButton({ isOn, onPress }: { readonly isOn: boolean; onPress(): void }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { length: waiting } = useWatched(parts.waiting.state).door.waiters;
  const here = t('room.peopleCount', { count: state.people.length });
  const label = waiting > 0 ? t('waiting.button', { people: here, waiting: t('waiting.atDoor', { count: waiting }) }) : here;
  return (
    <BarButton label={label} isOn={isOn} onPress={onPress}>
      <Users size={22} aria-hidden />
      <span
        className={classes(styles['badge'], waiting > 0 && styles['calling'])}
        data-count={waiting > 0 ? `+${waiting}` : state.people.length}
        aria-hidden
      />
    </BarButton>
  );
}

function LayoutMenu() {
  const { t } = useTranslation();
  const { room, state } = useRoom();
  const { layout } = stageOf({ ...state, speaker: state.mainSpeaker });
  const choices: Choice[] = [
    {
      id: 'grid',
      label: t('room.layoutGrid'),
      icon: <LayoutGrid size={18} />,
      isChosen: layout === 'grid',
      onChoose: () => room.setLayout('grid'),
    },
    {
      id: 'speaker',
      label: t('room.layoutSpeaker'),
      icon: <SquareUser size={18} />,
      isChosen: layout === 'speaker',
      onChoose: () => room.setLayout('speaker'),
    },
  ];
  if (state.screens.length > 0)
    choices.push({
      id: 'screen',
      label: t('room.layoutScreen'),
      icon: <MonitorUp size={18} />,
      isChosen: layout === 'screen',
      onChoose: () => room.setLayout('screen'),
    });
  if (state.isBoardShown)
    choices.push({
      id: 'board',
      label: t('board.title'),
      icon: <Presentation size={18} />,
      isChosen: layout === 'board',
      onChoose: () => room.setLayout('board'),
    });
  return (
    <ChoiceMenu label={t('room.layout')} choices={choices} placement="top end">
      <BarButton label={t('room.layout')}>
        <LayoutDashboard size={22} aria-hidden />
      </BarButton>
    </ChoiceMenu>
  );
}

/** A teacher puts the board on everybody's stage and away; a student, once it is there, on their own. */
function BoardButton() {
  const { t } = useTranslation();
  const { room, board, state } = useRoom();
  const { layout } = stageOf({ ...state, speaker: state.mainSpeaker });
  const isTeacher = state.me?.role === 'teacher';
  if (!isTeacher && !state.isBoardShown) return null;
  const isOn = isTeacher ? state.isBoardShown : layout === 'board';
  const press = () => (isTeacher ? void board.steering.show(!isOn) : room.setLayout(isOn ? 'grid' : 'board'));
  return (
    <BarButton label={t('board.title')} {...(isTeacher && { tip: t(isOn ? 'board.hide' : 'board.show') })} isOn={isOn} onPress={press}>
      <Presentation size={22} aria-hidden />
    </BarButton>
  );
}

function MoreMenu({ onToggle }: { onToggle(part: OpenPart): void }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  const choices: Choice[] = [
    ...(amGuest(state)
      ? []
      : [{ id: 'files', label: t('files.title'), icon: <FolderOpen size={18} />, onChoose: () => onToggle('files') }]),
    { id: 'lively', label: t('lively.open'), icon: <SmilePlus size={18} />, onChoose: () => onToggle('lively') },
    ...(state.me?.role === 'teacher' ? teacherChoices(t, onToggle) : []),
    { id: 'settings', label: t('room.settings'), icon: <Settings2 size={18} />, onChoose: () => onToggle('settings') },
    { id: 'shortcuts', label: t('room.shortcuts'), icon: <Keyboard size={18} />, onChoose: () => onToggle('shortcuts') },
  ];
  return (
    <ChoiceMenu label={t('room.more')} choices={choices} placement="top">
      <BarButton label={t('room.more')}>
        <EllipsisVertical size={22} aria-hidden />
      </BarButton>
    </ChoiceMenu>
  );
}

const teacherChoices = (t: TFunction, onToggle: (part: OpenPart) => void): Choice[] => [
  { id: 'timer', label: t('timer.open'), icon: <Timer size={18} />, onChoose: () => onToggle('timer') },
  { id: 'draw', label: t('draw.open'), icon: <Dices size={18} />, onChoose: () => onToggle('draw') },
];

/** A teacher may end the class for everybody; a student simply leaves. */
function LeaveButton() {
  const { t } = useTranslation();
  const { room, state, teaching } = useRoom();
  const look = classes(styles['leave']);
  const inside = (
    <>
      <LogOut size={20} className={styles['exit']} aria-hidden />
      <span className={styles['leaveWord']}>{t('room.leave')}</span>
    </>
  );
  if (state.me?.role !== 'teacher')
    return (
      <AriaButton className={look} aria-label={t('room.leave')} onPress={() => void room.leave()}>
        {inside}
      </AriaButton>
    );
  const choices: Choice[] = [
    { id: 'leave', label: t('room.leaveOnly'), icon: <LogOut size={18} />, onChoose: () => void room.leave() },
    { id: 'end', label: t('room.endForAll'), isDanger: true, onChoose: () => void teaching.endSession() },
  ];
  return (
    <ChoiceMenu label={t('room.leaveMenu')} choices={choices} placement="top end">
      <AriaButton className={look} aria-label={t('room.leave')}>
        {inside}
      </AriaButton>
    </ChoiceMenu>
  );
}
