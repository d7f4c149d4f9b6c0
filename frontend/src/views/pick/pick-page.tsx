import { LIMITS, type Reason, Refusal } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickedItem } from '../../links/tool-api.ts';
import { clockText } from '../../models/recording-time.ts';
import { Button } from '../../ui/button.tsx';
import { CheckboxInput, TextInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
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
      setRefusedBy(error instanceof Refusal ? error.reason : 'unavailable');
      setIsBusy(false);
    }
  };
  return { isBusy, refusedBy, pick };
}

/** A teacher adds a live class, or what was recorded, to the course. */
export default function PickPage() {
  const { t } = useTranslation();
  const { isBusy, refusedBy, pick } = usePick();
  return (
    <main className={styles['page']}>
      <h1>{t('pick.title')}</h1>
      {refusedBy && (
        <p className={styles['refused']} role="alert">
          {t(`reasons.${refusedBy}`)}
        </p>
      )}
      <NewClass isBusy={isBusy} onPick={(title) => void pick([{ kind: 'new-class', title }])} />
      <Recordings isBusy={isBusy} onPick={(ids) => void pick(ids.map((recordingId) => ({ kind: 'recording', recordingId })))} />
      <Button look="quiet" isDisabled={isBusy} onPress={() => void pick([])}>
        {t('pick.cancel')}
      </Button>
    </main>
  );
}

function NewClass({ isBusy, onPick }: { readonly isBusy: boolean; onPick(title: string): void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) onPick(title.trim());
  };
  return (
    <form className={styles['card']} onSubmit={submit}>
      <div>
        <h2>{t('pick.new')}</h2>
        <p className={styles['text']}>{t('pick.newText')}</p>
      </div>
      <TextInput
        label={t('pick.name')}
        value={title}
        maxLength={LIMITS.titleChars}
        placeholder={t('pick.namePlaceholder')}
        onChange={setTitle}
      />
      <Button look="primary" type="submit" isDisabled={isBusy || !title.trim()}>
        {t(isBusy ? 'pick.adding' : 'pick.add')}
      </Button>
    </form>
  );
}

function Recordings({ isBusy, onPick }: { readonly isBusy: boolean; onPick(ids: string[]): void }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { house } = useHere();
  const { data } = useQuery({ queryKey: ['class'], queryFn: () => house.api.theClass() });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const ready = (data?.recordings ?? []).filter(({ phase }) => phase === 'ready');
  // A course without recordings has nothing to offer here, and says nothing about it.
  if (ready.length === 0) return null;
  return (
    <section className={styles['card']} aria-label={t('pick.choose')}>
      <h2>{t('pick.recordings')}</h2>
      <ul>
        {ready.map(({ recordingId, title, startedAt, durationMs }) => (
          <li key={recordingId}>
            <CheckboxInput
              isOn={chosen.includes(recordingId)}
              onChange={(isOn) => setChosen(isOn ? [...chosen, recordingId] : chosen.filter((id) => id !== recordingId))}
            >
              <bdi>{title}</bdi>
              <span className={styles['facts']}>
                {when(startedAt)} {durationMs !== undefined && `· ${clockText(durationMs)}`}
              </span>
            </CheckboxInput>
          </li>
        ))}
      </ul>
      <Button look="primary" isDisabled={isBusy || chosen.length === 0} onPress={() => onPick([...chosen])}>
        {t('pick.addRecordings', { count: chosen.length })}
      </Button>
    </section>
  );
}
