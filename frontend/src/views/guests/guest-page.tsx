import { type GuestLookReply, LIMITS, type Reason, Refusal } from '@liveclass/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { House } from '../../house.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/fields.tsx';
import { ProblemPage, WaitingPage } from '../pages/pages.tsx';
import styles from './guests.module.css';

const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');

/** Where a link for guests leads: which class it is, and who one is. The way in is the teacher's to open. */
export default function GuestPage({ house }: { readonly house: House }) {
  const { t } = useTranslation();
  const [look, setLook] = useState<GuestLookReply | undefined>();
  const [refusedBy, setRefusedBy] = useState<Reason | undefined>();
  const secret = house.fragment.guest ?? '';
  useEffect(() => {
    house.api.guests.look(secret).then(setLook, (error: unknown) => setRefusedBy(reasonOf(error)));
  }, [house, secret]);
  useEffect(() => {
    document.title = look?.title || t('common.untitledClass');
  }, [look, t]);
  // What is no link of ours is not told apart from one that is over.
  if (refusedBy) return <ProblemPage kind="refused" reason={refusedBy === 'bad-request' ? 'link-expired' : refusedBy} />;
  if (!look) return <WaitingPage />;
  return <NameForm house={house} look={look} secret={secret} />;
}

interface FormProps {
  readonly house: House;
  readonly look: GuestLookReply;
  readonly secret: string;
}

function NameForm({ house, look, secret }: FormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(look.name);
  const [isBusy, setIsBusy] = useState(false);
  const [refusedBy, setRefusedBy] = useState<Reason | undefined>();
  const enter = async () => {
    setIsBusy(true);
    try {
      location.assign((await house.api.guests.enter(secret, name)).url);
    } catch (error) {
      setRefusedBy(reasonOf(error));
      setIsBusy(false);
    }
  };
  // What was said of the name before is not said of this one: a field that is called wrong could not be sent.
  const change = (text: string) => {
    setName(text);
    setRefusedBy(undefined);
  };
  const isBadName = refusedBy === 'bad-name';
  return (
    <main className={styles['page']}>
      <form
        className={styles['card']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void enter();
        }}
      >
        <h1>
          <bdi>{look.title || t('common.untitledClass')}</bdi>
        </h1>
        <p className={styles['soft']}>{t('guests.welcome')}</p>
        <TextInput
          label={t('guests.name')}
          value={name}
          maxLength={LIMITS.personNameChars}
          shouldFocus
          error={isBadName ? t('reasons.bad-name') : undefined}
          onChange={change}
        />
        {refusedBy && !isBadName && (
          <p className={styles['trouble']} role="alert">
            {t(`reasons.${refusedBy}`)}
          </p>
        )}
        <Button look="primary" type="submit" isLarge isWide isDisabled={isBusy || name.trim() === ''}>
          {t(isBusy ? 'lobby.joining' : 'guests.come')}
        </Button>
        <p className={styles['soft']}>{t('guests.promise')}</p>
      </form>
    </main>
  );
}
