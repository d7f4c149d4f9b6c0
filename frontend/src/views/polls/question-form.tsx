import {
  type BankDraft,
  LIMITS,
  QUESTION_KINDS,
  type Question,
  type QuestionFault,
  type QuestionKind,
  questionFault,
} from '@liveclass/contract';
import { type FormEvent, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import fields from '../../ui/fields.module.css';
import { SwitchInput } from '../../ui/fields.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { OptionFields } from './option-fields.tsx';
import styles from './polls.module.css';

interface Props {
  readonly start?: BankDraft;
  readonly action: string;
  readonly isBusy: boolean;
  onDone(draft: BankDraft): void;
  onCancel?(): void;
}

const EMPTY: BankDraft = {
  question: { kind: 'single', text: '', options: ['', ''], right: [], explanation: '' },
  isAnonymous: false,
  canChange: false,
};

/** Empty lines are no choices; the places of what is right move up with the rest. */
export function tidyQuestion({ options, right, text, explanation, ...rest }: Question): Question {
  const kept = options.map((option, place) => ({ option: option.trim(), place })).filter(({ option }) => option !== '');
  const hasOptions = rest.kind === 'single' || rest.kind === 'multiple';
  const places = hasOptions ? kept.flatMap(({ place }, index) => (right.includes(place) ? [index] : [])) : right;
  return { ...rest, text: text.trim(), explanation: explanation.trim(), options: kept.map(({ option }) => option), right: places };
}

/** Another kind begins with what it needs, and keeps what it can. */
const asKind = (question: Question, kind: QuestionKind): Question => {
  const hasOptions = kind === 'single' || kind === 'multiple';
  const options = hasOptions ? (question.options.length > 0 ? question.options : ['', '']) : [];
  const keepsRight = hasOptions && question.options.length > 0;
  return { ...question, kind, options, right: keepsRight ? question.right.slice(0, kind === 'single' ? 1 : undefined) : [] };
};

/** Writing a question: to ask it now, or to keep it. What is missing is said when the teacher wants to go on. */
export function QuestionForm({ start = EMPTY, action, isBusy, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(start);
  const [fault, setFault] = useState<QuestionFault>();
  const set = (part: Partial<Question>) => {
    setDraft({ ...draft, question: { ...draft.question, ...part } });
    setFault(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const question = tidyQuestion(draft.question);
    const found = questionFault(question);
    setFault(found);
    if (!found) onDone({ ...draft, question, canChange: draft.canChange && !draft.isAnonymous });
  };
  const { kind } = draft.question;
  return (
    <form className={styles['stack']} onSubmit={submit} aria-label={t('polls.form')}>
      <ChoiceSelect
        label={t('polls.kindLabel')}
        options={QUESTION_KINDS.map((id) => ({ id, label: t(`polls.kind.${id}`) }))}
        chosen={kind}
        placeholder=""
        onChoose={(id) => setDraft({ ...draft, question: asKind(draft.question, id as QuestionKind) })}
      />
      <Words label={t('polls.question')} value={draft.question.text} most={LIMITS.pollQuestionChars} onChange={(text) => set({ text })} />
      <OptionFields question={draft.question} onChange={set} />
      {draft.question.right.length > 0 && (
        <Words
          label={t('polls.explanationField')}
          value={draft.question.explanation}
          most={LIMITS.pollExplanationChars}
          onChange={(explanation) => set({ explanation })}
        />
      )}
      <Manners draft={draft} onChange={setDraft} />
      {fault && (
        <p className={styles['trouble']} role="alert">
          {t(`polls.fault.${fault}`)}
        </p>
      )}
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isDisabled={isBusy}>
          {action}
        </Button>
        {onCancel && <Button onPress={onCancel}>{t('common.cancel')}</Button>}
      </div>
    </form>
  );
}

function Manners({ draft, onChange }: { readonly draft: BankDraft; onChange(draft: BankDraft): void }) {
  const { t } = useTranslation();
  const { isAnonymous, canChange } = draft;
  return (
    <div>
      <SwitchInput isOn={isAnonymous} onChange={(is) => onChange({ ...draft, isAnonymous: is, canChange: !is && canChange })}>
        {t('polls.askAnonymous')}
      </SwitchInput>
      {isAnonymous ? (
        <p className={styles['soft']}>{t('polls.keptAnonymousTeacher')}</p>
      ) : (
        <SwitchInput isOn={canChange} onChange={(is) => onChange({ ...draft, canChange: is })}>
          {t('polls.mayChange')}
        </SwitchInput>
      )}
    </div>
  );
}

function Words({ label, value, most, onChange }: { label: string; value: string; most: number; onChange(value: string): void }) {
  return (
    <TextField className={classes(fields['field'])} value={value} onChange={onChange} maxLength={most}>
      <Label className={classes(fields['label'])}>{label}</Label>
      <TextArea className={classes(styles['area'])} rows={2} />
    </TextField>
  );
}
