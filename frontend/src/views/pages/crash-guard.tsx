import { Component, type ReactNode } from 'react';
import { ProblemPage } from './pages.tsx';

/** A view that fails to draw takes only the page with it; the server and the others go on. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <ProblemPage kind="crashed" /> : this.props.children;
  }
}
