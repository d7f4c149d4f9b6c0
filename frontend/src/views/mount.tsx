import '@fontsource-variable/inter';
import '@fontsource-variable/noto-sans-arabic';
import '../ui/tokens.css';
import '../ui/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { House } from '../house.ts';
import { App } from './app.tsx';
import { CrashGuard } from './pages/crash-guard.tsx';

export function mount(element: HTMLElement, house: House): void {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } } });
  createRoot(element).render(
    <I18nextProvider i18n={house.words}>
      <CrashGuard>
        <QueryClientProvider client={queries}>
          <App house={house} />
        </QueryClientProvider>
      </CrashGuard>
    </I18nextProvider>,
  );
}
