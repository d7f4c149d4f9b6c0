import { LIMITS, type Question } from '@liveclass/contract';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { CheckboxInput, TextInput } from '../../ui/fields.tsx';
import styles from './polls.module.css';
import { useChoices } from './use-choices.ts';

interface Props {
  readonly question: Question;
  onChange(part: Partial<Question>): void;
}

/** What may be chosen, each with a mark for what is right; without any mark the question is a poll and nothing is wrong. */
export function OptionFields({ question, onChange }: Props) {
  const { t } = useTranslation();
  const { kind } = question;
  if (kind === 'text' || kind === 'rating') return null;
  return (
    <fieldset className={styles['options']}>
      <legend>{t('polls.choices')}</legend>
      {kind === 'true-false' ? <Fixed question={question} onChange={onChange} /> : <Written question={question} onChange={onChange} />}
      <p className={styles['soft']}>{t('polls.rightHint')}</p>
    </fieldset>
  );
}

/** Of several choices any number is right; of the others one or none. */
function markRight({ kind, right }: Question, place: number, is: boolean): number[] {
  const others = kind === 'multiple' ? right.filter((one) => one !== place) : [];
  return is ? [...others, place].sort((one, other) => one - other) : others;
}

function Right({ question, place, name, onChange }: Props & { readonly place: number; readonly name: string }) {
  const { t } = useTranslation();
  return (
    <CheckboxInput isOn={question.right.includes(place)} onChange={(is) => onChange({ right: markRight(question, place, is) })}>
      <span aria-hidden>{t('polls.right')}</span>
      <span className={styles['hidden']}>{t('polls.isRight', { name })}</span>
    </CheckboxInput>
  );
}

function Fixed({ question, onChange }: Props) {
  const { names } = useChoices();
  return names(question).map((name, place) => (
    <div key={name} className={styles['optionRow']}>
      <span className={styles['fixed']}>{name}</span>
      <Right question={question} place={place} name={name} onChange={onChange} />
    </div>
  ));
}

function Written({ question, onChange }: Props) {
  const { t } = useTranslation();
  const { options, right } = question;
  const write = (place: number, text: string) => onChange({ options: options.map((option, index) => (index === place ? text : option)) });
  const remove = (place: number) =>
    onChange({
      options: options.filter((_, index) => index !== place),
      right: right.filter((one) => one !== place).map((one) => (one > place ? one - 1 : one)),
    });
  return (
    <>
      {options.map((option, place) => {
        const name = t('polls.choice', { number: place + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place.
          <div key={place} className={styles['optionRow']}>
            <TextInput
              label={name}
              isLabelHidden
              value={option}
              maxLength={LIMITS.pollOptionChars}
              placeholder={name}
              onChange={(text) => write(place, text)}
            />
            <Right question={question} place={place} name={name} onChange={onChange} />
            {options.length > 2 && (
              <IconButton label={t('polls.removeChoice', { number: place + 1 })} onPress={() => remove(place)}>
                <X size={18} aria-hidden />
              </IconButton>
            )}
          </div>
        );
      })}
      {options.length < LIMITS.pollOptions && (
        <div>
          <Button look="quiet" icon={<Plus size={18} aria-hidden />} onPress={() => onChange({ options: [...options, ''] })}>
            {t('polls.addChoice')}
          </Button>
        </div>
      )}
    </>
  );
}
