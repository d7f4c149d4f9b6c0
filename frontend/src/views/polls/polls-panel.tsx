import type { BankItem } from '@liveclass/contract';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { Asked } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import { SidePanel } from '../room/side-panel.tsx';
import { AnswerForm } from './answer-form.tsx';
import { OverPoll, RunningPoll } from './live-poll.tsx';
import { ShownPoll } from './poll-card.tsx';
import styles from './polls.module.css';
import { QuestionForm } from './question-form.tsx';

/** Questions beside the stage: a teacher asks and follows the answers, a student answers and sees what was shown. */
export default function PollsPanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  return (
    <SidePanel title={t('polls.title')} onClose={onClose}>
      <div className={styles['panel']}>{state.me?.role === 'teacher' ? <OfTeacher /> : <OfStudent />}</div>
    </SidePanel>
  );
}

function OfStudent() {
  const { t } = useTranslation();
  const { parts } = useRoom();
  const { open, shown } = useWatched(parts.polls.state);
  if (open) return <AnswerForm poll={open} />;
  if (shown) return <ShownPoll {...shown} />;
  return <p className={styles['soft']}>{t('polls.nothingAsked')}</p>;
}

function OfTeacher() {
  const { parts } = useRoom();
  const { open, last, shown } = useWatched(parts.polls.state);
  if (open) return <RunningPoll poll={open} />;
  return (
    <>
      {last ? <OverPoll poll={last} isShown={false} /> : shown && <OverPoll poll={shown.poll} isShown />}
      <Asking />
    </>
  );
}

function Asking() {
  const { t } = useTranslation();
  const { house } = useHere();
  const { parts } = useRoom();
  const { isBusy, last, shown } = useWatched(parts.polls.state);
  const bank = useQuery({ queryKey: ['poll-bank'], queryFn: () => house.api.polls.bank() });
  // Who has prepared questions wants those; who has none writes one.
  const [wantsToWrite, setWantsToWrite] = useState(false);
  const isWriting = wantsToWrite || (bank.data?.length === 0 && !last && !shown);
  const ask = (draft: Parameters<typeof parts.polls.ask>[0]) => void parts.polls.ask(draft);
  return (
    <div className={styles['stack']}>
      {isWriting ? (
        <QuestionForm action={t('polls.ask')} isBusy={isBusy} onDone={ask} />
      ) : (
        <div>
          <Button icon={<Plus size={18} aria-hidden />} onPress={() => setWantsToWrite(true)}>
            {t('polls.askAnother')}
          </Button>
        </div>
      )}
      <section className={styles['stack']} aria-labelledby="polls-prepared">
        <h3 id="polls-prepared">{t('polls.prepared')}</h3>
        <Asked query={bank}>
          {(items) =>
            items.length === 0 ? <p className={styles['soft']}>{t('polls.nonePrepared')}</p> : <Prepared items={items} onAsk={ask} />
          }
        </Asked>
      </section>
    </div>
  );
}

function Prepared({ items, onAsk }: { readonly items: readonly BankItem[]; onAsk(item: BankItem): void }) {
  const { t } = useTranslation();
  const { parts } = useRoom();
  const { isBusy } = useWatched(parts.polls.state);
  return (
    <ul className={styles['prepared']}>
      {items.map((item) => (
        <li key={item.id} data-testid="prepared">
          <span className={styles['preparedWords']}>
            <bdi>{item.question.text}</bdi>
            <span className={styles['soft']}>{t(`polls.kind.${item.question.kind}`)}</span>
          </span>
          <Button aria-label={t('polls.askThis', { question: item.question.text })} isDisabled={isBusy} onPress={() => onAsk(item)}>
            {t('polls.askShort')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
