import type { PollEntry } from '@liveclass/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../links/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { Asked, reasonOf } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { useWhen } from '../lobby/when.ts';
import { PollBars } from './poll-bars.tsx';
import styles from './polls.module.css';
import { WhoSaid } from './who-said.tsx';

/** All that was asked in this class, newest first, for teachers. */
export function AskedList() {
  const { t, i18n } = useTranslation();
  const { house } = useHere();
  const query = useQuery({ queryKey: ['polls'], queryFn: () => house.api.polls.asked() });
  const download = async () => {
    try {
      saveFile(await house.api.polls.file(i18n.language), 'answers.csv');
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
  };
  return (
    <Asked query={query}>
      {(entries) =>
        entries.length === 0 ? (
          <p className={styles['soft']}>{t('polls.noneAsked')}</p>
        ) : (
          <div className={styles['part']}>
            <ul className={styles['list']}>
              {entries.map((entry) => (
                <Entry key={entry.poll.pollId} entry={entry} />
              ))}
            </ul>
            <div>
              <Button icon={<Download size={18} aria-hidden />} onPress={() => void download()}>
                {t('polls.download')}
              </Button>
            </div>
          </div>
        )
      }
    </Asked>
  );
}

function Entry({ entry }: { readonly entry: PollEntry }) {
  const { t } = useTranslation();
  const when = useWhen();
  const [areNamesOpen, setAreNamesOpen] = useState(false);
  const { poll, results, isShown } = entry;
  return (
    <li className={styles['item']} data-testid="asked-poll" data-shown={isShown || undefined}>
      <div className={styles['itemWords']}>
        <p className={styles['question']}>
          <bdi>{poll.text}</bdi>
        </p>
        <p className={styles['soft']}>
          {[
            when(poll.askedAt),
            t(poll.isAnonymous ? 'polls.anonymous' : 'polls.named'),
            t('polls.answered', { count: results?.voters ?? 0 }),
          ].join(' · ')}
        </p>
      </div>
      {results && <PollBars poll={poll} counts={results} results={results} />}
      <div className={styles['actions']}>
        {poll.endedAt !== null && !isShown && <ShowButton entry={entry} />}
        {!poll.isAnonymous && (
          <Button aria-expanded={areNamesOpen} onPress={() => setAreNamesOpen(!areNamesOpen)}>
            {t('polls.whoSaid')}
          </Button>
        )}
      </div>
      {areNamesOpen && <WhoSaid poll={poll} />}
    </li>
  );
}

function ShowButton({ entry }: { readonly entry: PollEntry }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const queries = useQueryClient();
  const show = async () => {
    try {
      await house.api.polls.show(entry.poll.pollId);
      await queries.invalidateQueries({ queryKey: ['polls'] });
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
  };
  return <Button onPress={() => void show()}>{t('polls.showStudents')}</Button>;
}
