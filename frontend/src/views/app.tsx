import { type Reason, Refusal, type SessionView } from '@liveclass/contract';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { House } from '../house.ts';
import { useWatched } from '../ui/use-watched.ts';
import { HereContext } from './house-context.ts';
import { NoticeRegion } from './notices/notice-region.tsx';
import { ProblemPage, WaitingPage } from './pages/pages.tsx';

/** Each page loads what it needs: the lobby has no use for the media client. */
const PAGES: Readonly<Record<string, ComponentType>> = {
  '/lobby': lazy(() => import('./lobby/lobby-page.tsx')),
  '/room': lazy(() => import('./room/room-page.tsx')),
  '/recording': lazy(() => import('./recording/recording-page.tsx')),
  '/pick': lazy(() => import('./pick/pick-page.tsx')),
};

/** It knows no person of a class: it has a sign-in of its own. */
const AdminPage = lazy(() => import('./admin/admin-page.tsx'));
/** Nor does it: who comes by a link says who they are there. */
const GuestPage = lazy(() => import('./guests/guest-page.tsx'));
const OPEN_PAGES: Readonly<Record<string, ComponentType<{ readonly house: House }>>> = { '/admin': AdminPage, '/guest': GuestPage };

type Visit =
  | { readonly phase: 'signing-in' }
  | { readonly phase: 'in'; readonly session: SessionView }
  | { readonly phase: 'refused'; readonly reason: Reason };

export function App({ house }: { readonly house: House }) {
  const [visit, setVisit] = useState<Visit>({ phase: 'signing-in' });
  const { i18n } = useTranslation();
  const standing = useWatched(house.standing);
  const Page = PAGES[house.path];
  const isPage = Page !== undefined;

  useEffect(() => {
    if (!isPage) return;
    house
      .signIn()
      .then((session) => setVisit({ phase: 'in', session }))
      .catch((error: unknown) => setVisit({ phase: 'refused', reason: error instanceof Refusal ? error.reason : 'unavailable' }));
  }, [house, isPage]);

  const OpenPage = OPEN_PAGES[house.path];
  if (OpenPage)
    return (
      <I18nProvider locale={i18n.language}>
        <Suspense fallback={<WaitingPage />}>
          <OpenPage house={house} />
        </Suspense>
        <NoticeRegion notices={house.notices} />
      </I18nProvider>
    );
  if (!Page) return <ProblemPage kind="not-found" />;
  return (
    <I18nProvider locale={i18n.language}>
      {visit.phase === 'signing-in' && <WaitingPage />}
      {visit.phase === 'refused' && <ProblemPage kind="refused" reason={visit.reason} />}
      {visit.phase === 'in' && (
        <HereContext value={{ house, session: standing ? { ...visit.session, role: standing } : visit.session }}>
          <Suspense fallback={<WaitingPage />}>
            <Page />
          </Suspense>
          <NoticeRegion notices={house.notices} />
        </HereContext>
      )}
    </I18nProvider>
  );
}
