import { LIMITS, type MyFeedback } from '@liveclass/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { reasonOf } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './feedback.module.css';
import { StarChoice } from './star-choice.tsx';

interface Props {
  readonly feedback: MyFeedback;
  onGiven(feedback: MyFeedback): void;
  /** Leaves it as it is. */
  onLeave(): void;
}

/** Stars first; the words and the button come with them, so that what asks is one line until somebody answers. */
export function FeedbackForm({ feedback, onGiven, onLeave }: Props) {
  const { t } = useTranslation();
  const { house } = useHere();
  const [stars, setStars] = useState(feedback.stars);
  const [text, setText] = useState(feedback.text);
  const isNew = feedback.state !== 'given';
  const give = useMutation({
    mutationFn: (given: number) => house.api.feedback.give(feedback.subject, { stars: given, text: text.trim() }),
    onSuccess: onGiven,
  });
  return (
    <div className={styles['form']}>
      <h2 className={styles['question']}>{t(`feedback.ask.${feedback.subject.kind}`)}</h2>
      <StarChoice stars={stars} onChoose={setStars} />
      {stars !== null && (
        <TextField className={classes(styles['field'])} value={text} onChange={setText} maxLength={LIMITS.feedbackTextChars}>
          <Label className={classes(styles['label'])}>{t('feedback.text')}</Label>
          <TextArea rows={3} className={classes(styles['area'])} />
        </TextField>
      )}
      <p className={styles['soft']}>{t('feedback.who')}</p>
      {give.error && (
        <p className={styles['refused']} role="alert">
          {t(reasonOf(give.error))}
        </p>
      )}
      <div className={styles['actions']}>
        {stars !== null && (
          <Button look="primary" isDisabled={give.isPending} onPress={() => give.mutate(stars)}>
            {t(give.isPending ? 'feedback.sending' : isNew ? 'feedback.send' : 'feedback.save')}
          </Button>
        )}
        <Button look="quiet" onPress={onLeave}>
          {t(isNew ? 'feedback.skip' : 'feedback.cancel')}
        </Button>
      </div>
    </div>
  );
}
