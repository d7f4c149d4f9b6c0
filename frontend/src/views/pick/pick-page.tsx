import { LIMITS, type PickView, type Reason, Refusal } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PickedItem } from '../../links/tool-api.ts';
import { type Choice, itemsOf, keyOf, NOTHING_CHOSEN, switched } from '../../models/picking.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useHere } from '../house-context.ts';
import { KnownClasses, NEW, NewClass, Recordings } from './choices.tsx';
import styles from './pick-page.module.css';

/** The answer travels back to the LMS as a form, by the browser itself, as LTI wants it. */
function post(action: string, jwt: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'JWT';
  field.value = jwt;
  form.append(field);
  document.body.append(form);
  form.submit();
}

const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');

function usePick() {
  const { house } = useHere();
  const [isBusy, setIsBusy] = useState(false);
  const [refusedBy, setRefusedBy] = useState<Reason | undefined>();
  const pick = async (items: readonly PickedItem[]) => {
    setIsBusy(true);
    setRefusedBy(undefined);
    try {
      const { action, jwt } = await house.api.pick(items);
      post(action, jwt);
    } catch (error) {
      setRefusedBy(reasonOf(error));
      setIsBusy(false);
    }
  };
  return { isBusy, refusedBy, pick };
}

/** A teacher adds a live class, a further link to one, or what was recorded, to the course. */
export default function PickPage() {
  const { t } = useTranslation();
  const { house } = useHere();
  const { data, error, refetch } = useQuery({ queryKey: ['pick'], queryFn: () => house.api.toPick() });
  useEffect(() => {
    document.title = t('pick.title');
  }, [t]);
  return (
    <main className={styles['page']} aria-busy={(!data && !error) || undefined}>
      <header>
        <p className={styles['text']}>
          <bdi>{data?.courseTitle}</bdi>
        </p>
        <h1>{t('pick.title')}</h1>
      </header>
      {data && <Picker view={data} />}
      {!data && !error && <output>{t('common.loading')}</output>}
      {error && (
        <>
          <Refused reason={reasonOf(error)} />
          <Button onPress={() => void refetch()}>{t('common.tryAgain')}</Button>
        </>
      )}
    </main>
  );
}

function Refused({ reason }: { readonly reason: Reason }) {
  const { t } = useTranslation();
  return (
    <p className={styles['refused']} role="alert">
      {t(`reasons.${reason}`)}
    </p>
  );
}

function Picker({ view }: { readonly view: PickView }) {
  const { isBusy, refusedBy, pick } = usePick();
  const [choice, setChoice] = useState<Choice>(NOTHING_CHOSEN);
  const items = itemsOf(choice, view.acceptsMultiple);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (items.length > 0 && items.length <= LIMITS.pickedItems && !isBusy) void pick(items);
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <Choices view={view} choice={choice} onChange={setChoice} />
      {refusedBy && <Refused reason={refusedBy} />}
      <Footer count={items.length} isBusy={isBusy} onCancel={() => void pick([])} />
    </form>
  );
}

interface ChoicesProps {
  readonly view: PickView;
  readonly choice: Choice;
  onChange(choice: Choice): void;
}

/** Boxes to tick where the course takes several, else one group of which one is chosen. */
function Choices({ view, choice, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const all = [
    ...view.classes.map(({ classId }) => ({ kind: 'class', classId }) as const),
    ...view.recordings.map(({ recordingId }) => ({ kind: 'recording', recordingId }) as const),
  ];
  const parts = (
    <>
      <NewClass view={view} choice={choice} onChange={onChange} />
      <KnownClasses view={view} choice={choice} onChange={onChange} />
      <Recordings view={view} choice={choice} onChange={onChange} />
    </>
  );
  const [first] = choice.known;
  if (view.acceptsMultiple || all.length === 0) return parts;
  const choose = (key: string) => {
    const item = all.find((one) => keyOf(one) === key);
    onChange(item ? switched(choice, item, true, false) : { ...choice, known: [] });
  };
  return (
    <RadioGroup
      className={classes(styles['form'])}
      aria-label={t('pick.title')}
      aria-describedby="pick-one-only"
      value={first ? keyOf(first) : NEW}
      onChange={choose}
    >
      <p id="pick-one-only" className={styles['text']}>
        {t('pick.oneOnly')}
      </p>
      {parts}
    </RadioGroup>
  );
}

interface FooterProps {
  readonly count: number;
  readonly isBusy: boolean;
  onCancel(): void;
}

function Footer({ count, isBusy, onCancel }: FooterProps) {
  const { t } = useTranslation();
  const isTooMany = count > LIMITS.pickedItems;
  const told = isTooMany ? t('pick.tooMany', { most: LIMITS.pickedItems }) : count === 0 ? t('pick.nothing') : t('pick.chosen', { count });
  return (
    <footer className={styles['footer']}>
      <output className={classes(isTooMany && styles['tooMany'])}>{told}</output>
      <Button look="quiet" isDisabled={isBusy} onPress={onCancel}>
        {t('pick.cancel')}
      </Button>
      <Button look="primary" type="submit" isDisabled={isBusy || count === 0 || isTooMany}>
        {t(isBusy ? 'pick.adding' : 'pick.add')}
      </Button>
    </footer>
  );
}
