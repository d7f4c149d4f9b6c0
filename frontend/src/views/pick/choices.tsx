import { LIMITS, type PickView } from '@liveclass/contract';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Choice, type Known, keyOf, switched } from '../../models/picking.ts';
import { clockText } from '../../models/recording-time.ts';
import { CheckboxInput, RadioInput, TextInput } from '../../ui/fields.tsx';
import { useWhen } from '../lobby/when.ts';
import styles from './pick-page.module.css';

/** The radio button of a class that is still to be made. */
export const NEW = 'new';

interface Props {
  readonly view: PickView;
  readonly choice: Choice;
  onChange(choice: Choice): void;
}

function Card({ title, text, children }: { readonly title: ReactNode; readonly text: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p className={styles['text']}>{text}</p>
      </div>
      {children}
    </section>
  );
}

export function NewClass({ view, choice, onChange }: Props) {
  const { t } = useTranslation();
  const isOneOfMany = !view.acceptsMultiple && view.classes.length + view.recordings.length > 0;
  return (
    <Card title={isOneOfMany ? <RadioInput value={NEW}>{t('pick.new')}</RadioInput> : t('pick.new')} text={t('pick.newText')}>
      <TextInput
        label={t('pick.name')}
        value={choice.title}
        maxLength={LIMITS.titleChars}
        placeholder={t('pick.namePlaceholder')}
        // Where one item is taken, typing a title is choosing the new class.
        onChange={(title) => onChange({ ...choice, title, ...(view.acceptsMultiple ? {} : { known: [] }) })}
      />
      {view.acceptsGrades && (
        <CheckboxInput isOn={choice.countsAttendance} onChange={(countsAttendance) => onChange({ ...choice, countsAttendance })}>
          {t('pick.grade')}
          <span className={styles['facts']}>{t('pick.gradeText')}</span>
        </CheckboxInput>
      )}
    </Card>
  );
}

interface RowProps extends Props {
  readonly item: Known;
  readonly title: string;
  readonly facts: string;
}

function Row({ view, choice, onChange, item, title, facts }: RowProps) {
  const words = (
    <>
      <bdi>{title}</bdi>
      <span className={styles['facts']}>{facts}</span>
    </>
  );
  if (!view.acceptsMultiple) return <RadioInput value={keyOf(item)}>{words}</RadioInput>;
  return (
    <CheckboxInput
      isOn={choice.known.some((one) => keyOf(one) === keyOf(item))}
      onChange={(isOn) => onChange(switched(choice, item, isOn, view.acceptsMultiple))}
    >
      {words}
    </CheckboxInput>
  );
}

export function KnownClasses(props: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  // A course without classes has nothing to offer here, and says nothing about it.
  if (props.view.classes.length === 0) return null;
  const factsOf = ({ isLive, lastEndedAt }: PickView['classes'][number]) =>
    isLive ? t('pick.live') : lastEndedAt === null ? t('pick.notHeld') : t('pick.lastHeld', { when: when(lastEndedAt) });
  return (
    <Card title={t('pick.classes')} text={t('pick.classesText')}>
      <ul className={styles['list']}>
        {props.view.classes.map((one) => (
          <li key={one.classId}>
            <Row
              {...props}
              item={{ kind: 'class', classId: one.classId }}
              title={one.title || t('common.untitledClass')}
              facts={factsOf(one)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Recordings(props: Props) {
  const { t } = useTranslation();
  const when = useWhen();
  const ready = props.view.recordings.filter(({ phase }) => phase === 'ready');
  if (ready.length === 0) return null;
  return (
    <Card title={t('pick.recordings')} text={t('pick.recordingsText')}>
      <ul className={styles['list']}>
        {ready.map(({ recordingId, title, startedAt, durationMs, hidden }) => {
          const facts = [when(startedAt), durationMs === undefined ? '' : clockText(durationMs), hidden ? t('pick.hidden') : ''];
          return (
            <li key={recordingId}>
              <Row {...props} item={{ kind: 'recording', recordingId }} title={title} facts={facts.filter(Boolean).join(' · ')} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
