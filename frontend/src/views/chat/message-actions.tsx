import { type ChatMessage, LIMITS, mayWritePrivately, ReactionKind } from '@liveclass/contract';
import { EllipsisVertical, MessageSquareOff, MessageSquareReply, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { silenceOf } from '../../models/chat-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import menu from '../../ui/menu.module.css';
import { useHere } from '../house-context.ts';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';
import { SIGNS } from './reactions.tsx';
import { useStanding } from './standing.tsx';

interface Props {
  readonly message: ChatMessage;
  readonly isMine: boolean;
}

interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly isDanger?: boolean;
  act(): void;
}

/** What this person may do with a message; where that is nothing there is no button. */
export function MessageActions({ message, isMine }: Props) {
  const { t } = useTranslation();
  const { actions, mayReact } = useActions({ message, isMine });
  if (actions.length === 0 && !mayReact) return <span className={styles['noActions']} />;
  return (
    <DialogTrigger>
      <div className={styles['actions']}>
        <IconButton label={t('chat.actions')}>
          <EllipsisVertical size={18} aria-hidden />
        </IconButton>
      </div>
      <Popover placement="bottom end" className={classes(menu['popover'])}>
        <Dialog className={classes(styles['actionList'])} aria-label={t('chat.actions')}>
          {({ close }) => (
            <>
              {mayReact && <ReactionRow message={message} onDone={close} />}
              {actions.map(({ id, label, icon, isDanger, act }) => (
                <Button
                  key={id}
                  className={classes(menu['item'], styles['action'], isDanger && menu['danger'])}
                  onPress={() => {
                    close();
                    act();
                  }}
                >
                  {icon}
                  <span>{label}</span>
                </Button>
              ))}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ReactionRow({ message, onDone }: { readonly message: ChatMessage; onDone(): void }) {
  const { t } = useTranslation();
  const { chat } = useParts();
  return (
    <div className={styles['reactionRow']}>
      {ReactionKind.options.map((kind) => {
        const Sign = SIGNS[kind];
        const isMine = message.reactions.some((one) => one.kind === kind && one.isMine);
        return (
          <IconButton
            key={kind}
            label={t(`chat.reaction.${kind}`)}
            onPress={() => {
              onDone();
              void chat.react(message.id, kind, !isMine);
            }}
          >
            <Sign size={20} aria-hidden />
          </IconButton>
        );
      })}
    </div>
  );
}

/** What the settings and the message itself let this person do. */
function usePermissions({ message, isMine }: Props) {
  const { house } = useHere();
  const { role, seats, settings, isMuted } = useStanding();
  const { from, to, deleted, at } = message;
  const other = isMine ? to : from;
  const isHere = other !== null && seats.has(other.seatId);
  const isAllowed = !to || (role !== undefined && other !== null && mayWritePrivately(settings.privately, role, other.role));
  const mayReact = isAllowed && !deleted && !silenceOf(settings, isMuted, role);
  return {
    mayReact,
    mayReply: mayReact && (!to || isHere),
    mayEdit: mayReact && isMine && house.api.now() - at < LIMITS.chatEditMs,
    mayDelete: !deleted && (isMine || role === 'teacher'),
    mayMute: role === 'teacher' && !isMine && from.role === 'student',
    answersTo: to && other ? { seatId: other.seatId, name: other.name } : undefined,
  };
}

function useActions({ message, isMine }: Props): { readonly actions: readonly Action[]; readonly mayReact: boolean } {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { muted } = useStanding();
  const { mayReact, mayReply, mayEdit, mayDelete, mayMute, answersTo } = usePermissions({ message, isMine });
  const { id, from } = message;
  const isAuthorMuted = muted.some(({ personId }) => personId === from.personId);
  const muteWords = t(isAuthorMuted ? 'chat.unmute' : 'chat.mute', { name: from.name });
  const actions: (Action | false)[] = [
    mayReply && {
      id: 'reply',
      label: t('chat.reply'),
      icon: <MessageSquareReply size={18} aria-hidden />,
      act: () => chat.draft.answer(message, answersTo),
    },
    mayEdit && { id: 'edit', label: t('chat.edit'), icon: <Pencil size={18} aria-hidden />, act: () => chat.draft.edit(message) },
    mayDelete && {
      id: 'delete',
      label: t('chat.delete'),
      icon: <Trash2 size={18} aria-hidden />,
      isDanger: true,
      act: () => void chat.delete(id),
    },
    mayMute && {
      id: 'mute',
      label: muteWords,
      icon: <MessageSquareOff size={18} aria-hidden />,
      act: () => void chat.mute(from.seatId, !isAuthorMuted),
    },
  ];
  return { actions: actions.filter((action) => action !== false), mayReact };
}
