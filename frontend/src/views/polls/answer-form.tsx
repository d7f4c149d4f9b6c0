import { LIMITS, type PollAnswer, type PollView } from '@liveclass/contract';
import { type FormEvent, useState } from 'react';
import { CheckboxGroup, RadioGroup, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Mine } from '../../models/polls.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { GroupedCheckbox, RadioInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './polls.module.css';
import { useChoices } from './use-choices.ts';

/** The open question as a student sees it: answered once, or changed while that is allowed; and what is kept of it. */
export function AnswerForm({ poll }: { readonly poll: PollView }) {
  const { t } = useTranslation();
  const { parts } = useRoom();
  const { mine, sending, unsent } = useWatched(parts.polls.state);
  const [isChanging, setIsChanging] = useState(false);
  const isAnswered = mine !== null && unsent === null && !isChanging;
  const send = (answer: PollAnswer) => {
    setIsChanging(false);
    void parts.polls.vote(answer);
  };
  return (
    <div className={styles['stack']}>
      <p className={styles['question']}>
        <bdi>{poll.text}</bdi>
      </p>
      {isAnswered ? (
        <Answered poll={poll} mine={mine} onChange={() => setIsChanging(true)} />
      ) : (
        <Choices key={poll.pollId} poll={poll} start={unsent ?? (typeof mine === 'object' ? mine : null)} onSend={send} />
      )}
      {sending === 'failed' && (
        <p className={styles['trouble']} role="alert">
          {t('polls.notSent')}
        </p>
      )}
      <p className={styles['soft']}>{t(poll.isAnonymous ? 'polls.keptAnonymous' : 'polls.keptNamed')}</p>
    </div>
  );
}

function Answered({ poll, mine, onChange }: { readonly poll: PollView; readonly mine: Mine; onChange(): void }) {
  const { t } = useTranslation();
  const { parts } = useRoom();
  const { sending } = useWatched(parts.polls.state);
  const { said } = useChoices();
  return (
    <div className={styles['answered']} role="status" data-testid="my-answer" data-sending={sending}>
      {typeof mine === 'object' && mine !== null && (
        <p>
          <span className={styles['soft']}>{t('polls.yourAnswer')}</span> <bdi>{said(poll, mine)}</bdi>
        </p>
      )}
      <p className={styles['soft']}>{t(sending === 'now' ? 'polls.sending' : 'polls.counts')}</p>
      {poll.canChange && sending !== 'now' && (
        <div>
          <Button onPress={onChange}>{t('polls.changeAnswer')}</Button>
        </div>
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly poll: PollView;
  readonly start: PollAnswer | null;
  onSend(answer: PollAnswer): void;
}

function Choices({ poll, start, onSend }: ChoicesProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly number[]>(start && 'chosen' in start ? start.chosen : []);
  const [text, setText] = useState(start && 'text' in start ? start.text : '');
  const isReady = poll.kind === 'text' ? text.trim() !== '' : chosen.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onSend(poll.kind === 'text' ? { text: text.trim() } : { chosen: [...chosen] });
  };
  return (
    <form className={styles['stack']} onSubmit={submit}>
      {poll.kind === 'text' ? (
        <TextField
          className={classes(styles['words'])}
          aria-label={t('polls.yourAnswerField')}
          value={text}
          onChange={setText}
          maxLength={LIMITS.pollAnswerChars}
        >
          <TextArea className={classes(styles['area'])} rows={3} />
        </TextField>
      ) : (
        <Options poll={poll} chosen={chosen} onChoose={setChosen} />
      )}
      <div>
        <Button type="submit" look="primary" isDisabled={!isReady}>
          {t('polls.send')}
        </Button>
      </div>
    </form>
  );
}

function Options({ poll, chosen, onChoose }: { poll: PollView; chosen: readonly number[]; onChoose(places: readonly number[]): void }) {
  const { names } = useChoices();
  const all = names(poll);
  if (poll.kind === 'multiple')
    return (
      <CheckboxGroup aria-label={poll.text} value={chosen.map(String)} onChange={(places) => onChoose(places.map(Number))}>
        {all.map((name, place) => (
          <GroupedCheckbox key={name} value={String(place)}>
            <bdi>{name}</bdi>
          </GroupedCheckbox>
        ))}
      </CheckboxGroup>
    );
  const look = poll.kind === 'rating' ? styles['rating'] : undefined;
  return (
    <RadioGroup
      aria-label={poll.text}
      className={classes(look)}
      orientation={poll.kind === 'rating' ? 'horizontal' : 'vertical'}
      value={chosen[0] === undefined ? null : String(chosen[0])}
      onChange={(place) => onChoose([Number(place)])}
    >
      {all.map((name, place) => (
        <RadioInput key={name} value={String(place)}>
          <bdi>{name}</bdi>
        </RadioInput>
      ))}
    </RadioGroup>
  );
}
