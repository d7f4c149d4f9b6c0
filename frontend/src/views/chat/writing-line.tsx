import { LIMITS } from '@liveclass/contract';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameAtCaret, suggestionsFor } from '../../models/chat-text.ts';
import type { Person } from '../../models/people.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './chat.module.css';

/** Where fingers type, the line's end key makes a new line, and the button sends. */
const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;

/** The text field; behind an @ it suggests the people of the room. */
export function WritingLine({ onSend }: { onSend(): void }) {
  const { t } = useTranslation();
  const { chat } = useRoom().parts;
  const { text, to, calls } = useWatched(chat.draft.state);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const naming = useNaming(field.current);
  const { people, chosen } = naming;
  useEffect(() => {
    if (calls > 0) field.current?.focus();
  }, [calls]);
  const onKeyDown = (event: KeyboardEvent) => {
    // A key that confirms a character of Chinese, Japanese or Korean sends nothing.
    if (event.nativeEvent.isComposing || naming.onKey(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || isTouch()) return;
    event.preventDefault();
    onSend();
  };
  return (
    <div className={styles['writing']}>
      {people.length > 0 && <Suggestions id={list} people={people} chosen={chosen} onPick={naming.pick} />}
      <textarea
        ref={field}
        className={styles['field']}
        value={text}
        rows={1}
        dir="auto"
        maxLength={LIMITS.chatChars}
        placeholder={to ? t('chat.writeTo', { name: to.name }) : t('chat.write')}
        aria-label={to ? t('chat.writeTo', { name: to.name }) : t('chat.write')}
        aria-autocomplete="list"
        {...(people.length > 0 ? { 'aria-controls': list, 'aria-activedescendant': `${list}-${chosen}` } : {})}
        onChange={({ target }) => {
          chat.draft.write(target.value);
          naming.look(target);
        }}
        onSelect={({ currentTarget }) => naming.look(currentTarget)}
        onBlur={naming.stop}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** Whose name is being written behind an @, and what picks it. */
function useNaming(field: HTMLTextAreaElement | null) {
  const { state, parts } = useRoom();
  const { draft } = parts.chat;
  const [begun, setBegun] = useState<string | undefined>();
  const [index, setIndex] = useState(0);
  const people = begun === undefined ? [] : suggestionsFor(begun, state.people);
  const chosen = Math.min(index, people.length - 1);
  const stop = () => setBegun(undefined);
  const pick = (person: Person) => {
    if (!field || begun === undefined) return;
    const { value, selectionStart } = field;
    const start = selectionStart - begun.length;
    draft.write(`${value.slice(0, start)}${person.name} ${value.slice(selectionStart)}`.slice(0, LIMITS.chatChars));
    stop();
    field.focus();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const person = people[chosen];
    if (!person) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setIndex((chosen + step + people.length) % people.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(person);
    else if (event.key === 'Escape') stop();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const look = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) => {
    setBegun(selectionStart === selectionEnd ? nameAtCaret(value, selectionStart) : undefined);
    setIndex(0);
  };
  return { people, chosen, pick, onKey, look, stop };
}

interface SuggestionsProps {
  readonly id: string;
  readonly people: readonly Person[];
  readonly chosen: number;
  onPick(person: Person): void;
}

function Suggestions({ id, people, chosen, onPick }: SuggestionsProps) {
  const { t } = useTranslation();
  return (
    <div id={id} role="listbox" aria-label={t('chat.call')} className={styles['suggestions']}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text; aria-activedescendant says where the choice is.
        <div
          key={person.seatId}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className={styles['suggestion']}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(person);
          }}
        >
          <bdi>{person.name}</bdi>
          {person.role === 'teacher' && <span className={styles['role']}>{t('role.teacher')}</span>}
        </div>
      ))}
    </div>
  );
}
