import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts, useRoom } from '../room/room-context.ts';
import { clockText } from './clock-text.ts';

/** Reactions are told to those who listen at most so often, and to teachers only: a class that claps is not to be talked over. */
const REACTIONS_EVERY_MS = 30_000;

/** Tells screen readers what is worth an interruption, and no more. */
export function LivelyWords() {
  return (
    <VisuallyHidden>
      <p role="status" data-testid="timer-word">
        {useTimerWord()}
      </p>
      <p role="status">{useDrawWord()}</p>
      <p role="status">{useReactionWord()}</p>
    </VisuallyHidden>
  );
}

/** As it stood when the word came: it is not said again as time goes on. */
function useTimerWord(): string {
  const { t, i18n } = useTranslation();
  const { timer: model } = useParts().lively;
  const { timer, word } = useWatched(model.state);
  const [text, setText] = useState('');
  useEffect(() => {
    const time = timer ? clockText(model.leftMs, i18n.language) : '';
    setText(word ? t(`timer.word.${word}`, { time }) : '');
  }, [timer, word, t, i18n.language, model]);
  return text;
}

/** The name of who was drawn; undefined where this person may not know it. */
function useDrawWord(): string {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { drawn } = useWatched(parts.lively.draw.state);
  if (!drawn) return '';
  const person = state.people.find(({ seatId }) => seatId === drawn.seatId);
  return person?.isMe ? t('draw.mine') : t('draw.announced', { name: person?.name ?? t('draw.somebody') });
}

function useReactionWord(): string {
  const { t, i18n } = useTranslation();
  const { state, parts } = useRoom();
  const { counts } = useWatched(parts.lively.reactions.state);
  const isTeacher = state.me?.role === 'teacher';
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  const [text, setText] = useState('');
  useEffect(() => {
    const now = performance.now();
    if (!isTeacher || counts.size === 0 || now - saidAt.current < REACTIONS_EVERY_MS) return;
    saidAt.current = now;
    const said = [...counts].map(([kind, count]) => t('lively.count', { count, what: t(`lively.reaction.${kind}`) }));
    setText(new Intl.ListFormat(i18n.language).format(said));
  }, [counts, isTeacher, t, i18n.language]);
  return text;
}
