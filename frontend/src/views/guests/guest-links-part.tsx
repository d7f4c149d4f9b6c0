import { type GuestLinkView, LIMITS } from '@liveclass/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestLinks } from '../../models/guest-links.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { TextInput } from '../../ui/fields.tsx';
import { NumberInput } from '../../ui/number.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import part from '../lobby/people-part.module.css';
import { useNow } from '../lobby/use-now.ts';
import { useWhen } from '../lobby/when.ts';
import styles from './guests.module.css';

const HOUR_MS = 3_600_000;
const LENGTHS = { hours: 3 * HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
type Length = keyof typeof LENGTHS;
const FIRST_MOST = 10;

/** For teachers: the links by which people without an account come as guests. Nothing of it where the admin allows none. */
export function GuestLinksPart() {
  const { t } = useTranslation();
  const { house } = useHere();
  const [links] = useState(() => house.guestLinks());
  const { reply, made, refusedBy } = useWatched(links.state);
  const [isMaking, setIsMaking] = useState(false);
  useEffect(() => {
    void links.load();
  }, [links]);
  if (!reply?.isAllowed && (reply?.links.length ?? 0) === 0) return null;
  return (
    <section className={part['part']} aria-labelledby="guests-title" data-testid="guest-links">
      <header className={part['head']}>
        <h2 id="guests-title">{t('guests.title')}</h2>
        {reply?.isAllowed && (
          <Button aria-expanded={isMaking} onPress={() => setIsMaking((open) => !open)}>
            {t('guests.make')}
          </Button>
        )}
      </header>
      <p className={styles['soft']}>{t(reply?.isAllowed ? 'guests.text' : 'reasons.guests-off')}</p>
      {refusedBy && (
        <p className={part['trouble']} role="alert">
          {t(`reasons.${refusedBy}`)}
        </p>
      )}
      {isMaking && <LinkForm links={links} onDone={() => setIsMaking(false)} />}
      {made && (
        <div className={styles['made']}>
          <CopyField label={t('guests.link')} value={made} copyLabel={t('guests.copy')} copiedLabel={t('admin.copied')} />
          <p className={styles['soft']}>{t('guests.once')}</p>
        </div>
      )}
      {reply && reply.links.length > 0 && (
        <ul className={part['list']}>
          {reply.links.map((link) => (
            <LinkRow key={link.id} link={link} onRevoke={() => void links.revoke(link.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LinkForm({ links, onDone }: { readonly links: GuestLinks; onDone(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { isBusy } = useWatched(links.state);
  const [label, setLabel] = useState('');
  const [length, setLength] = useState<Length>('hours');
  const [most, setMost] = useState(FIRST_MOST);
  const make = async () => {
    if (await links.make({ label, most, expiresAt: house.api.now() + LENGTHS[length] })) onDone();
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void make();
      }}
    >
      <TextInput
        label={t('guests.label')}
        placeholder={t('guests.labelHint')}
        value={label}
        maxLength={LIMITS.guestLabelChars}
        onChange={setLabel}
      />
      <ChoiceSelect
        label={t('guests.howLong')}
        options={(Object.keys(LENGTHS) as Length[]).map((id) => ({ id, label: t(`guests.length.${id}`) }))}
        chosen={length}
        placeholder=""
        onChoose={(id) => setLength(id as Length)}
      />
      <NumberInput label={t('guests.most')} value={most} least={1} most={LIMITS.guestsPerLink} onChange={setMost} />
      <Button look="primary" type="submit" isDisabled={isBusy || label.trim() === ''}>
        {t('guests.makeNow')}
      </Button>
    </form>
  );
}

function LinkRow({ link, onRevoke }: { readonly link: GuestLinkView; onRevoke(): void }) {
  const { t } = useTranslation();
  const when = useWhen();
  const isOver = link.expiresAt <= useNow();
  const { label, isRevoked, used, most, expiresAt } = link;
  const state = isRevoked ? t('guests.revoked') : t(isOver ? 'guests.wasUntil' : 'guests.until', { time: when(expiresAt) });
  return (
    <li className={styles['row']} data-testid="guest-link">
      <span className={styles['what']}>
        <bdi className={part['name']}>{label}</bdi>
        <span className={part['role']}>{[state, t('guests.used', { used, most })].join(' · ')}</span>
      </span>
      {!isRevoked && !isOver && (
        <Button aria-label={t('guests.revokeOf', { label })} onPress={onRevoke}>
          {t('guests.revoke')}
        </Button>
      )}
    </li>
  );
}
